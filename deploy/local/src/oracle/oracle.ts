import { TOPICS, type TopicName } from '@tdp/contracts';
import { readLetters, type KafkaClient } from '@tdp/streaming';
import type { Db } from 'mongodb';
import type { Emitted, Version } from './emissions';
import { findInGaps, type Gap } from './gaps';
import { createStoredPosts, type StoredPosts } from './stored-posts';

export const DEAD_LETTER_TOPICS = (Object.keys(TOPICS) as TopicName[]).filter((name) =>
  name.endsWith('-dlq'),
);

/** What became of the posts that were sent. Ids are those of versions. */
export interface Account {
  /** Sent, a version that was sent twice counted twice. */
  readonly posts: number;
  /** Distinct ones. Each is in one of the four that follow, or lost. */
  readonly versions: number;
  readonly stored: number;
  readonly deadLettered: number;
  readonly removed: number;
  /** Sent while the stream was not read, which the pipeline recorded. */
  readonly inGaps: number;
  readonly lost: string[];
  readonly doubled: string[];
  readonly differentTexts: string[];
}

/** Looks at the pipeline from outside: at its topics and collections, never at what a service says of itself. */
export interface Oracle extends StoredPosts {
  /** The posts that were dead-lettered. */
  readonly deadLetteredIds: () => Promise<Set<string>>;
  readonly gaps: () => Promise<readonly Gap[]>;
  /** Which of these will never be stored, for a reason that is known. */
  readonly findExplained: (versions: readonly Version[]) => Promise<string[]>;
  /**
   * Accounts for everything that was sent; call when nothing arrives any more.
   *
   * @param texts what was sent, by version, where that is known
   */
  readonly account: (emitted: Emitted, texts?: ReadonlyMap<string, string>) => Promise<Account>;
}

export interface OracleDeps {
  readonly db: Db;
  readonly kafka: KafkaClient;
  /** Reads what the pipeline recorded of gaps in the stream. */
  readonly gaps: () => Promise<readonly Gap[]>;
}

export function createOracle({ db, kafka, gaps }: OracleDeps): Oracle {
  const stored = createStoredPosts(db);

  async function deadLetteredIds(): Promise<Set<string>> {
    const topics = await Promise.all(DEAD_LETTER_TOPICS.map((topic) => readLetters(kafka, topic)));
    return new Set(topics.flat().flatMap(({ key, value }) => idOf(key, value) ?? []));
  }

  async function explain(versions: readonly Version[]): Promise<Record<Explanation, ReadonlySet<string>>> {
    const [deadLettered, removed, known] = await Promise.all([
      deadLetteredIds(),
      stored.findRemoved(versions),
      gaps(),
    ]);
    return { deadLettered, removed: new Set(removed), inGaps: new Set(findInGaps(versions, known)) };
  }

  return {
    ...stored,
    deadLetteredIds,
    gaps,
    async findExplained(versions) {
      const explained = Object.values(await explain(versions));
      return versions.flatMap(({ id }) => (explained.some((ids) => ids.has(id)) ? [id] : []));
    },
    async account({ posts, versions }, texts = new Map()) {
      const all = [...versions.values()];
      const found = new Set(await stored.findStored(all));
      const missing = all.filter(({ id }) => !found.has(id));
      const reasons = missing.length === 0 ? null : await explain(missing);
      const counts: Record<Explanation, number> = { deadLettered: 0, removed: 0, inGaps: 0 };
      const lost: string[] = [];
      for (const { id } of missing) {
        const reason = EXPLANATIONS.find((name) => reasons?.[name].has(id));
        if (reason) {
          counts[reason] += 1;
        } else {
          lost.push(id);
        }
      }
      return {
        posts,
        versions: versions.size,
        stored: found.size,
        ...counts,
        lost,
        doubled: await stored.findDoubled(versions),
        differentTexts: texts.size === 0 ? [] : await stored.findDifferentTexts(texts),
      };
    },
  };
}

const EXPLANATIONS = ['deadLettered', 'removed', 'inGaps'] as const;
type Explanation = (typeof EXPLANATIONS)[number];

/** Nothing was lost, doubled or changed. */
export function isComplete({ lost, doubled, differentTexts }: Account): boolean {
  return lost.length + doubled.length + differentTexts.length === 0;
}

/** A dead letter keeps its record's key, the post's id; a line of the stream that could not be read has none. */
function idOf(key: Buffer | null, value: Buffer | null): string | null {
  if (key && key.length > 0) {
    return key.toString('utf8');
  }
  return /"data"\s*:\s*\{.*?"id"\s*:\s*"(\d+)"/s.exec(value?.toString('utf8') ?? '')?.[1] ?? null;
}
