import { readFileSync } from 'node:fs';
import { fill, toSegments, TOKEN, type Segments } from '../generator/template';
import type { Snowflakes } from '../snowflake';
import type { EmittedPost, PostSource } from './post-source';

export type ReplayMode = 'once' | 'loop';

/** Recorded lines to be delivered instead of generated posts. */
export interface Replay extends PostSource {
  /** Once: whether every line was delivered. Loop: never. */
  done(): boolean;
}

interface RecordedPost {
  readonly id: string;
  readonly line: string;
}

interface RecordedLine {
  readonly data: { readonly id: string; readonly [field: string]: unknown };
  readonly [member: string]: unknown;
}

/** Reads recorded stream lines. @throws Error naming file, line and reason for a line that is none */
export function readRecording(file: string): readonly RecordedPost[] {
  const posts = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
    .flatMap((line, index) =>
      line.trim() === '' ? [] : [{ id: readId(line, `${file}:${index + 1}`), line }],
    );
  if (posts.length === 0) {
    throw new Error(
      `${file}: holds no posts; one JSON object a line is needed, as the filtered stream sends them`,
    );
  }
  return posts;
}

function readId(line: string, where: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    throw new Error(`${where}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const id = (parsed as Partial<RecordedLine> | null)?.data?.id;
  if (typeof id !== 'string') {
    throw new Error(`${where}: has no data.id; a line must be {"data":{"id":"...",...},...}`);
  }
  return id;
}

/** Once: each line as it was recorded, byte for byte. Loop: over and over with fresh ids and times. */
export function createReplay(
  posts: readonly RecordedPost[],
  mode: ReplayMode,
  snowflakes: Snowflakes,
): Replay {
  return mode === 'once' ? replayOnce(posts) : replayInLoop(posts, snowflakes);
}

function replayOnce(posts: readonly RecordedPost[]): Replay {
  let position = 0;
  return {
    next(): EmittedPost | undefined {
      const post = posts[position];
      position += post === undefined ? 0 : 1;
      return post;
    },
    done: () => position >= posts.length,
  };
}

function replayInLoop(posts: readonly RecordedPost[], snowflakes: Snowflakes): Replay {
  const lines = posts.map(({ line }) => tokenise(JSON.parse(line) as RecordedLine));
  let position = 0;
  return {
    next(nowMs) {
      const segments = lines[position % lines.length] as Segments;
      position += 1;
      const id = snowflakes.next(nowMs);
      return { id, line: fill(segments, { id, previousId: id, createdAtMs: nowMs }) };
    },
    done: () => false,
  };
}

/** Puts tokens where the recorded post has its own id and time. */
function tokenise(line: RecordedLine): Segments {
  const { id } = line.data;
  const history = line.data['edit_history_tweet_ids'];
  const data = {
    ...line.data,
    id: TOKEN.id,
    ...(line.data['created_at'] !== undefined && { created_at: TOKEN.createdAt }),
    ...(line.data['conversation_id'] === id && { conversation_id: TOKEN.id }),
    ...(Array.isArray(history) && {
      edit_history_tweet_ids: history.map((version: unknown) => (version === id ? TOKEN.id : version)),
    }),
  };
  return toSegments({ ...line, data });
}
