import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withDatabase } from '../src/database';
import { createExtracts, type Extracts } from '../test-support/extracts';
import { fillKnown, fillMany } from '../test-support/known-data';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';

let test: TestDatabase;
let extracts: Extracts;
const posts = () => test.database.collection<{ _id: string; content: unknown }>('tweets');
const leftovers = (dir: string) => readdirSync(dir).filter((name) => name.includes('.part-'));

beforeAll(async () => {
  test = await openTestDatabase();
  extracts = createExtracts(test.database);
  await fillKnown(test.database);
  await fillMany(test.database, 400);
});
afterAll(async () => {
  extracts.remove();
  await test.close();
});

/** Hyper's servers and their clients that work for this directory. */
const servers = (): string =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => /hyperd|session\.py/.test(line) && line.includes(extracts.dir))
    .join('\n');

describe('an extract that cannot be written', () => {
  it('leaves what was there when it is interrupted, no half file and no process', async () => {
    writeFileSync(extracts.file('kept.hyper'), 'before');
    const stop = new AbortController();
    let running = '';
    const over = {
      stopSignal: stop.signal,
      progress() {
        running ||= servers();
        stop.abort(new Error('interrupted'));
      },
    };
    await expect(extracts.run(['--out', 'kept.hyper'], over)).rejects.toThrow('interrupted');
    expect(running).toContain('hyperd');
    expect(servers()).toBe('');
    expect(readFileSync(extracts.file('kept.hyper'), 'utf8')).toBe('before');
    expect(leftovers(extracts.dir)).toEqual([]);
  });

  beforeAll(async () => {
    const some = await posts()
      .find({ content: { $ne: null } }, { projection: { _id: 1 } })
      .toArray();
    const noise = () => randomBytes(3_000).toString('base64');
    await posts().bulkWrite(
      some.map(({ _id }) => ({
        updateOne: { filter: { _id }, update: { $set: { 'content.quotedText': noise() } } },
      })),
    );
  });
  it('leaves no process where Hyper itself is at work', async () => {
    const stop = new AbortController();
    const asking = extracts.read(
      'busy.hyper',
      (session) => {
        setTimeout(() => stop.abort(new Error('interrupted')), 2_000);
        return session.execute('CREATE TABLE much AS SELECT i FROM generate_series(1, 200000000) a(i)');
      },
      stop.signal,
    );
    await expect(asking).rejects.toThrow('interrupted');
    expect(servers()).toBe('');
  });

  const canMount = process.getuid?.() === 0 && process.platform === 'linux';
  // The first is full of what Hyper makes at its start, the second of rows on their way, the others of Hyper's own file.
  (canMount ? it.each : it.skip.each)([60, 300, 1_300, 1_500])(
    'says that the disk is full, and leaves nothing on it',
    async (size) => {
      const disk = path.join(extracts.dir, 'disk');
      mkdirSync(disk, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', disk]);
      try {
        await expect(extracts.run(['--out', 'disk/full.hyper'])).rejects.toThrow(
          /--out .+full\.hyper: .*the disk is full.*; nothing was left there/,
        );
        expect(readdirSync(disk)).toEqual([]);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
  );

  it('names the column that has another type, its row and the version of the contract', async () => {
    await posts().updateOne({ _id: '2' }, { $set: { lang: 5 } });
    await expect(extracts.run(['--out', 'wrong.hyper'])).rejects.toThrow(
      /reading bi_tweets: lang is a value of type number in the row of tweet_id 2; version \d+ of the contract says string or null/,
    );
    await posts().updateOne({ _id: '2' }, { $set: { lang: 'de' } });
    expect(existsSync(extracts.file('wrong.hyper'))).toBe(false);
  });

  it('names the column that MongoDB cannot convert', async () => {
    await posts().updateOne({ _id: '2' }, { $set: { 'publicMetrics.likeCount': 'many' } });
    await expect(extracts.run(['--out', 'wrong.hyper'])).rejects.toThrow(
      /reading bi_tweets: like_count .*version \d+ of the contract says long or null/,
    );
    await posts().updateOne({ _id: '2' }, { $set: { 'publicMetrics.likeCount': 1 } });
  });

  it('names the column that no document has any more', async () => {
    await posts().updateMany({}, { $rename: { lang: 'language_of_x' } });
    await expect(extracts.run(['--out', 'wrong.hyper'])).rejects.toThrow(
      /reading bi_tweets: lang is in no row, lang in no document; version \d+/,
    );
    await posts().updateMany({}, { $rename: { language_of_x: 'lang' } });
  });

  it('is refused by --update where it is something else', async () => {
    writeFileSync(extracts.file('notes.hyper'), 'notes');
    await expect(extracts.run(['--out', 'notes.hyper', '--update'])).rejects.toThrow(
      /--update: .+notes\.hyper is no extract that can be read/,
    );
    expect(readFileSync(extracts.file('notes.hyper'), 'utf8')).toBe('notes');
  });

  it('says what is missing where there is no Python', async () => {
    const over = { hyper: { scripts: extracts.dir, cache: extracts.file('cache') } };
    await expect(extracts.run(['--out', 'none.hyper'], over)).rejects.toThrow(
      /is written from a clone of the repository/,
    );
    writeFileSync(extracts.file('requirements.txt'), 'tableauhyperapi==0.0.0 --hash=sha256:00\n');
    await expect(extracts.run(['--out', 'none.hyper'], over)).rejects.toThrow(
      /fetching Tableau's Hyper API: .+ it takes Python 3\.9 or newer/,
    );
    expect(readdirSync(extracts.file('cache'))).toEqual([]);
  });

  it('names the servers that do not answer', async () => {
    const uri = 'mongodb://ann:secret@127.0.0.1:9/posts';
    const over = { withDatabase: (work: Parameters<typeof withDatabase>[1]) => withDatabase({ uri }, work) };
    const failing = extracts.run(['--out', 'none.hyper'], over as never);
    await expect(failing).rejects.toThrow(/asking MongoDB at 127\.0\.0\.1:9/);
    await expect(failing).rejects.not.toThrow(/secret/);
  });
});
