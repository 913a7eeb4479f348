import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lostLeaves } from '../../test-support/leaves';
import { isJsonObject, type JsonObject } from '../reading/json';
import { mapBodyOf } from '../../test-support/pages';

/*
 * Real responses of X, recorded by others and not part of this repository: they lie beside it where they may
 * be used. The fixtures of map-line.spec.ts cover the same ground without them.
 */
const folder = path.join(__dirname, '../../../../../shared/x-api/recorded');
const files = existsSync(folder)
  ? readdirSync(folder).filter((name) => /\.(nd)?jsonl?$/.test(name) && !name.includes('compliance'))
  : [];

/** A page of a lookup as the lines that a stream would have sent for it. */
function linesOf(page: JsonObject): readonly JsonObject[] {
  const { data, ...rest } = page;
  if (!Array.isArray(data)) {
    return [page];
  }
  return (data as JsonObject[]).map((object) =>
    'text' in object
      ? { data: object, ...rest }
      : { data: { id: '1', text: '' }, includes: { users: [object] }, errors: page['errors'] },
  );
}

function readPages(file: string): readonly JsonObject[] {
  return readFileSync(path.join(folder, file), 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        const page = JSON.parse(text) as unknown;
        return isJsonObject(page) ? [page] : [];
      } catch {
        // One file ends in a line cut off by a lost connection; that is what it is there for.
        return [];
      }
    });
}

const withFiles = files.length > 0 ? describe : describe.skip;

withFiles('mapping recorded responses (skipped where they are absent)', () => {
  it.each(files.map((file) => [file]))('loses nothing of %s', (file) => {
    const lines = readPages(file).flatMap(linesOf);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const { tweets, versions, profiles, refused } = mapBodyOf(line, 'replay');
      expect(refused).toEqual([]);
      expect(tweets.map(({ text }) => text)).toEqual([(line['data'] as JsonObject)['text']]);
      expect(lostLeaves(line, [...tweets, ...versions], profiles)).toEqual([]);
    }
  });
});
