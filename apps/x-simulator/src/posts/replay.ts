import { readFileSync } from 'node:fs';
import { TOKEN } from '../generator/token';
import type { Snowflakes } from '../snowflake';
import type { EmittedPost, PostSource } from './post-source';
import { fill, toSegments, wholeValue, type Segments } from './segments';

export type ReplayMode = 'once' | 'loop';

/** Recorded lines to be delivered instead of generated posts. */
export interface Replay extends PostSource {
  /** Once: whether every line was delivered. Loop: never. */
  done(): boolean;
}

interface RecordedPost {
  readonly id: string;
  /** Ids of all versions of the post, oldest first. */
  readonly history: readonly string[];
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
    .flatMap((line, index) => (line.trim() === '' ? [] : [readPost(line, `${file}:${index + 1}`)]));
  if (posts.length === 0) {
    throw new Error(
      `${file}: holds no posts; one JSON object a line is needed, as the filtered stream sends them`,
    );
  }
  return posts;
}

function readPost(line: string, where: string): RecordedPost {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    throw new Error(`${where}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const data = (parsed as Partial<RecordedLine> | null)?.data;
  if (typeof data?.id !== 'string') {
    throw new Error(`${where}: has no data.id; a line must be {"data":{"id":"...",...},...}`);
  }
  const history = data['edit_history_tweet_ids'] ?? data['edit_history_post_ids'];
  const versions = Array.isArray(history) ? history.filter((version) => typeof version === 'string') : [];
  return { id: data.id, history: versions.length === 0 ? [data.id] : versions, line };
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
      return (
        post && { id: post.id, chainId: post.history[0] ?? post.id, line: (_, out) => out.text(post.line) }
      );
    },
    done: () => position >= posts.length,
  };
}

/** One emission of a recorded post: its chain's fresh ids, and which of them is its own. */
interface Fresh {
  readonly id: string;
  readonly history: readonly string[];
  readonly createdAtMs: number;
}

function replayInLoop(posts: readonly RecordedPost[], snowflakes: Snowflakes): Replay {
  const lines = posts.map((post) => ({ ...post, segments: tokenise(JSON.parse(post.line) as RecordedLine) }));
  let position = 0;
  /** In this round: recorded versions of edited posts and the ids they have, so that chains stay chains. */
  let renamed = new Map<string, string>();

  function rename(version: string, nowMs: number): string {
    const id = renamed.get(version) ?? snowflakes.next(nowMs);
    renamed.set(version, id);
    return id;
  }

  return {
    next(nowMs) {
      if (position % lines.length === 0) {
        renamed = new Map();
      }
      const {
        id: recordedId,
        history: recorded,
        segments,
      } = lines[position % lines.length] as (typeof lines)[number];
      position += 1;
      const isEdited = recorded.length > 1;
      const history = recorded.map((version) => (isEdited ? rename(version, nowMs) : snowflakes.next(nowMs)));
      const id = history[recorded.indexOf(recordedId)] ?? snowflakes.next(nowMs);
      const fresh: Fresh = { id, history, createdAtMs: nowMs };
      return { id, chainId: history[0] ?? id, line: (_, out) => fill(segments, fresh, out) };
    },
    done: () => false,
  };
}

const HISTORY = wholeValue('HISTORY');

/** Puts tokens where the recorded post has its own id and time. */
function tokenise(line: RecordedLine): Segments<Fresh> {
  const { id } = line.data;
  const data = {
    ...line.data,
    id: TOKEN.id,
    ...(line.data['created_at'] !== undefined && { created_at: TOKEN.createdAt }),
    ...(line.data['conversation_id'] === id && { conversation_id: TOKEN.id }),
    ...(Array.isArray(line.data['edit_history_tweet_ids']) && { edit_history_tweet_ids: HISTORY }),
    ...(Array.isArray(line.data['edit_history_post_ids']) && { edit_history_post_ids: HISTORY }),
  };
  return toSegments<Fresh>({ ...line, data }, (token) => {
    switch (token) {
      case TOKEN.id:
        return (fresh, out) => out.ascii(fresh.id);
      case TOKEN.createdAt:
        return ({ createdAtMs }, out) => out.ascii(new Date(createdAtMs).toISOString());
      case HISTORY:
        return ({ history }, out) => out.text(JSON.stringify(history));
      default:
        return undefined;
    }
  });
}
