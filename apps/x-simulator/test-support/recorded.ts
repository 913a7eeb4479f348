import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { XIncludes, XPost } from '../src/wire';

/** Real lines of X, recorded by others: no part of this repository, but they may lie beside it. */
const FILE = path.join(__dirname, '../../../../shared/x-api/recorded/stream.ndjson');

export const hasRecordings = existsSync(FILE);

export interface RecordedLine {
  readonly data: XPost;
  readonly includes?: XIncludes;
}

/** Check {@link hasRecordings} first. */
export const readRecordings = (): readonly RecordedLine[] =>
  readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as RecordedLine);
