import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMetrics, systemClock } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import { createTopicsFile } from './topics-file';

const POLL_MS = 1_000;
const CATS = 'topics: [{ name: cats, words: [cat] }]';
const DOGS = 'topics: [{ name: dogs, words: [dog] }, { name: birds, words: [bird] }]';
const BROKEN = 'topics:\n  - name: cats\n    wrods: [cat]\n';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'topics-test-'));
  file = path.join(directory, 'topics.yaml');
});
afterEach(() => rm(directory, { recursive: true }));

function createFile(at: string | undefined = file) {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger();
  const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
  const topics = createTopicsFile({ path: at, logger, metrics, clock, pollMs: POLL_MS });
  const gauge = async (name: string) =>
    (await metrics.registry.getSingleMetric(name)?.get())?.values[0]?.value;
  return {
    topics,
    clock,
    lines,
    /** Time enough for a change to be found twice. */
    look: async (times = 2) => {
      for (let time = 0; time < times; time += 1) {
        await clock.advance(POLL_MS);
        // The file system's own time is not the fake clock's.
        await systemClock.sleep(150);
      }
    },
    names: (plainText = 'a cat, a dog, a bird') =>
      topics
        .current()
        .match({ plainText, language: null, hashtagKeys: [], mentionKeys: [], authorKey: null })
        .map(({ name }) => name),
    gauges: async () => ({
      topics: await gauge('enricher_topics'),
      loadedAt: await gauge('enricher_topics_loaded_timestamp_seconds'),
      failed: await gauge('enricher_topics_reload_failed'),
    }),
  };
}

describe('starting', () => {
  it('reads the topics before it has started', async () => {
    await writeFile(file, CATS);
    const { topics, names, gauges, clock, lines } = createFile();
    await topics.start();
    expect(names()).toEqual(['cats']);
    expect(topics.current().version).toMatch(/^[0-9a-f]{12}$/);
    expect(await gauges()).toEqual({ topics: 1, loadedAt: clock.now() / 1_000, failed: 0 });
    expect(lines).toEqual([]);
    await topics.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('refuses a file with errors, with file, line and reason of each', async () => {
    await writeFile(file, `${BROKEN}  - 5\n`);
    const { topics, clock } = createFile();
    await expect(topics.start()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message:
        'reading the topics (ENRICHER_TOPICS_FILE):\n' +
        `${file}:3: topic "cats": unknown key "wrods"; did you mean "words"?\n` +
        `${file}:4: topic 2: expected name, words, hashtags, accounts, got a number`,
    });
    expect(clock.pendingTimers()).toBe(0);
    await topics.stop();
  });

  it('refuses a file that is not there, and one that is not text', async () => {
    await expect(createFile().topics.start()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `reading the topics (ENRICHER_TOPICS_FILE): ENOENT: no such file or directory, open '${file}'`,
    });
    await writeFile(file, Buffer.from([0x74, 0xff, 0xfe]));
    await expect(createFile().topics.start()).rejects.toMatchObject({
      message: `reading the topics (ENRICHER_TOPICS_FILE): ${file} is not UTF-8`,
    });
  });

  it.each([undefined, ''])('has no topics without a path (%j)', async (at) => {
    const clock = createFakeClock();
    const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
    const { logger } = createRecordingLogger();
    const topics = createTopicsFile({ path: at, logger, metrics, clock });
    await topics.start();
    expect(topics.current().version).toBe('none');
    expect(
      topics
        .current()
        .match({ plainText: 'cat', language: null, hashtagKeys: [], mentionKeys: [], authorKey: null }),
    ).toEqual([]);
    expect(clock.pendingTimers()).toBe(0);
    await topics.stop();
  });

  it('warns of a topic that looks like one X forbids to infer about people', async () => {
    await writeFile(file, 'topics: [{ name: votes, words: [election] }]');
    const { topics, lines } = createFile();
    await topics.start();
    await topics.stop();
    expect(lines).toMatchObject([
      { level: 'warn', file, topic: 'votes', category: 'politics', word: 'votes' },
    ]);
  });
});

describe('while running', () => {
  async function started(content = CATS) {
    await writeFile(file, content);
    const all = createFile();
    await all.topics.start();
    return all;
  }

  it('takes over what is written into the file, once it is found twice', async () => {
    const { topics, names, look, gauges, clock, lines } = await started();
    const { version } = topics.current();
    await writeFile(file, DOGS);
    await look(1);
    expect(names()).toEqual(['cats']);
    await look(1);
    expect(names()).toEqual(['dogs', 'birds']);
    expect(topics.current().version).not.toBe(version);
    expect(await gauges()).toEqual({ topics: 2, loadedAt: clock.now() / 1_000, failed: 0 });
    await look(3);
    expect(lines).toMatchObject([
      { level: 'info', file, version: topics.current().version, msg: 'the topics file is in force' },
    ]);
    await topics.stop();
  });

  it('takes over a file that an editor renames over it', async () => {
    const { topics, names, look } = await started();
    await writeFile(`${file}.tmp`, DOGS);
    await rename(`${file}.tmp`, file);
    await look();
    expect(names()).toEqual(['dogs', 'birds']);
    await topics.stop();
  });

  it('takes over what Kubernetes puts in place by changing a link', async () => {
    const at = (name: string): string => path.join(directory, name);
    for (const [version, content] of [
      ['..1', CATS],
      ['..2', DOGS],
    ] as const) {
      await mkdir(at(version));
      await writeFile(path.join(at(version), 'topics.yaml'), content);
    }
    await symlink('..1', at('..data'));
    await symlink('..data/topics.yaml', file);
    const { topics, names, look } = createFile();
    await topics.start();
    expect(names()).toEqual(['cats']);
    await symlink('..2', at('..data_tmp'));
    await rename(at('..data_tmp'), at('..data'));
    await look();
    expect(names()).toEqual(['dogs', 'birds']);
    await topics.stop();
  });

  it('never takes a file half written for a whole one', async () => {
    const { topics, names, look, lines } = await started();
    await writeFile(file, 'topics: [');
    await look(1);
    await writeFile(file, '');
    await look(1);
    await writeFile(file, CATS);
    await look(2);
    expect(names()).toEqual(['cats']);
    expect(lines).toEqual([]);
    await topics.stop();
  });

  it('keeps the old topics while the file has errors, says so once, and takes over the next good one', async () => {
    const { topics, names, look, gauges, lines } = await started();
    const before = topics.current();
    const { loadedAt } = await gauges();
    await writeFile(file, BROKEN);
    await look(5);
    expect(names()).toEqual(['cats']);
    expect(topics.current()).toBe(before);
    expect(await gauges()).toEqual({ topics: 1, loadedAt, failed: 1 });
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        file,
        version: before.version,
        problems: [`${file}:3: topic "cats": unknown key "wrods"; did you mean "words"?`],
        count: 1,
        msg: 'the topics file cannot be used; the topics read before stay in force',
      }),
    ]);
    await writeFile(file, `${BROKEN}# more\n`);
    await look(3);
    expect(lines).toHaveLength(2);
    await writeFile(file, DOGS);
    await look();
    expect(names()).toEqual(['dogs', 'birds']);
    expect(await gauges()).toMatchObject({ topics: 2, failed: 0 });
    await topics.stop();
  });

  it('keeps the old topics while the file is gone, and says when it is back', async () => {
    const { topics, names, look, gauges, lines } = await started();
    const before = topics.current();
    await rm(file);
    await look(4);
    expect(names()).toEqual(['cats']);
    expect(await gauges()).toMatchObject({ topics: 1, failed: 1 });
    expect(lines).toMatchObject([
      { level: 'error', problems: [`ENOENT: no such file or directory, open '${file}'`] },
    ]);
    await writeFile(file, CATS);
    await look();
    expect(topics.current()).toBe(before);
    expect(await gauges()).toMatchObject({ topics: 1, failed: 0 });
    expect(lines).toHaveLength(2);
    await topics.stop();
  });

  it('has no timer left after stop, which may be called twice', async () => {
    const { topics, clock, names, look } = await started();
    expect(clock.pendingTimers()).toBe(1);
    await clock.advance(POLL_MS);
    await topics.stop();
    await topics.stop();
    expect(clock.pendingTimers()).toBe(0);
    await writeFile(file, DOGS);
    await look(3);
    expect(names()).toEqual(['cats']);
  });
});
