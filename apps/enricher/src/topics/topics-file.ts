import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  errorMessage,
  PipelineError,
  type Clock,
  type Component,
  type Logger,
  type Metrics,
} from '@tdp/service';
import { topicsOfForbiddenCategories } from './forbidden-categories';
import { createTopicMatcher, type MatchTopics } from './matcher';
import { createTopicsMetrics } from './metrics';
import { describeProblem, parseTopics } from './parse-topics';
import type { Topic } from './topic';

/** The topics in force. */
export interface TopicsInForce {
  readonly match: MatchTopics;
  /** Of the file's content: results of two versions do not compare. */
  readonly version: string;
}

/** topics.yaml, followed while the process runs. */
export interface TopicsFile extends Component {
  /** Ask for each post, or each batch: it may be others the next time. */
  current(): TopicsInForce;
}

export interface TopicsFileDeps {
  /** No path, or an empty one: no topics. */
  readonly path: string | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** How often the file is looked at. */
  readonly pollMs?: number;
}

const DEFAULT_POLL_MS = 2_500;
const MAX_PROBLEMS_LOGGED = 20;
const WITHOUT_TOPICS: TopicsInForce = { match: () => [], version: 'none' };

/** What the file was found to be: a content, or a reason why there is none. */
type Look =
  | { readonly kind: 'content'; readonly key: string; readonly text: string }
  | { readonly kind: 'unreadable'; readonly key: string; readonly reason: string };

/**
 * Creates what reads topics.yaml and follows it. start() throws PipelineError CONFIG_INVALID with every
 * problem. Afterwards a file with errors, or none, leaves in force what was read before.
 *
 * It looks at the content every few seconds instead of watching: editors replace the file, Kubernetes
 * the link to its directory, and network file systems tell nobody. What it finds counts once it finds
 * it twice in a row, so that a file half written is not taken for a whole one.
 */
export function createTopicsFile({
  path = '',
  logger,
  metrics,
  clock,
  pollMs = DEFAULT_POLL_MS,
}: TopicsFileDeps): TopicsFile {
  const gauges = createTopicsMetrics(metrics);
  let inForce = WITHOUT_TOPICS;
  let lastSeen = '';
  let lastJudged = '';
  let polling: { stop(): void } | null = null;
  let looking: Promise<void> | null = null;

  function putInForce(topics: readonly Topic[], version: string): void {
    for (const { topic, category, word } of topicsOfForbiddenCategories(topics)) {
      logger.warn(
        { file: path, topic, category, word },
        'a topic looks like one that X forbids to infer about people; see its developer policy',
      );
    }
    inForce = { match: createTopicMatcher(topics), version };
    gauges.topics.set(topics.length);
    gauges.loadedAt.set(clock.now() / 1_000);
  }

  function keepWhatIsInForce(reasons: readonly string[]): void {
    gauges.reloadFailed.set(1);
    logger.error(
      {
        file: path,
        version: inForce.version,
        problems: reasons.slice(0, MAX_PROBLEMS_LOGGED),
        count: reasons.length,
      },
      'the topics file cannot be used; the topics read before stay in force',
    );
  }

  function judge(look: Look): void {
    if (look.kind === 'unreadable') {
      keepWhatIsInForce([look.reason]);
      return;
    }
    if (look.key !== inForce.version) {
      const parsed = parseTopics(look.text, path);
      if (!parsed.ok) {
        keepWhatIsInForce(parsed.problems.map(describeProblem));
        return;
      }
      putInForce(parsed.topics, look.key);
    }
    gauges.reloadFailed.set(0);
    logger.info({ file: path, version: look.key }, 'the topics file is in force');
  }

  async function poll(): Promise<void> {
    const look = await lookAt(path);
    if (look.key === lastSeen && look.key !== lastJudged) {
      lastJudged = look.key;
      judge(look);
    }
    lastSeen = look.key;
  }

  return {
    name: 'topics',
    async start() {
      if (path === '') {
        return;
      }
      const look = await lookAt(path);
      if (look.kind === 'unreadable') {
        throw new PipelineError(
          'CONFIG_INVALID',
          `reading the topics (ENRICHER_TOPICS_FILE): ${look.reason}`,
        );
      }
      const parsed = parseTopics(look.text, path);
      if (!parsed.ok) {
        throw new PipelineError(
          'CONFIG_INVALID',
          `reading the topics (ENRICHER_TOPICS_FILE):\n${parsed.problems.map(describeProblem).join('\n')}`,
        );
      }
      putInForce(parsed.topics, look.key);
      lastSeen = look.key;
      lastJudged = look.key;
      polling = clock.setInterval(() => {
        // Not one beside another: a slow disk would have them overtake each other.
        looking ??= poll().finally(() => {
          looking = null;
        });
      }, pollMs);
    },
    async stop() {
      polling?.stop();
      polling = null;
      await looking;
    },
    current: () => inForce,
  };
}

async function lookAt(path: string): Promise<Look> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const reason = errorMessage(error);
    return { kind: 'unreadable', key: reason, reason };
  }
  const key = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  try {
    return { kind: 'content', key, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'unreadable', key, reason: `${path} is not UTF-8` };
  }
}
