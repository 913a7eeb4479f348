import type { CpuSeconds } from './cpu';
import type { LatencyMs } from './latency';
import { DEAD_LETTER_TOPICS } from '../oracle/oracle';
import { sum, type Totals } from './observer';

/** What a run did; the file of --summary holds exactly this. Counts are of this run alone. */
export interface Summary {
  readonly source: 'simulator' | 'replay' | 'x';
  /** Posts per second asked for; null when X itself set the pace. */
  readonly rate: number | null;
  /** From the first moment everything was up until no more was asked for. */
  readonly seconds: number;
  /** Posts the simulator sent; null when X itself was read. */
  readonly postsEmitted: number | null;
  readonly distinctIds: number | null;
  readonly recordsPerTopic: Record<string, number>;
  readonly documentsPerCollection: Record<string, number>;
  readonly deadLettersPerTopic: Record<string, number>;
  /**
   * Posts that were sent and are neither in MongoDB nor dead-lettered, removed, or in a gap that is known;
   * null, as those that follow, when X itself was read.
   */
  readonly lost: number | null;
  /** Some of them, to look for. */
  readonly lostIds: string[];
  /** Posts that are in MongoDB more than once. */
  readonly doubled: number | null;
  readonly doubledIds: string[];
  /** Posts that were taken out again because X said so. */
  readonly removed: number | null;
  /** Posts that were sent while the stream was not read, and known to be. */
  readonly inGaps: number | null;
  /** From the simulator's send until readable in MongoDB. */
  readonly latencyMs: LatencyMs | null;
  /** The same without the posts of the first 15 seconds, in which everything warms up. */
  readonly steadyLatencyMs: LatencyMs | null;
  /** How far the simulator fell behind its rate, at worst. */
  readonly behindMs: number | null;
  readonly cpuSeconds: CpuSeconds;
  readonly cpuMicrosPerPost: Record<string, number>;
  /** What did not end as it should. */
  readonly problems: string[];
}

export function splitTopics({ topics }: Totals): Pick<Summary, 'recordsPerTopic' | 'deadLettersPerTopic'> {
  const isDeadLetter = ([name]: [string, number]): boolean =>
    DEAD_LETTER_TOPICS.some((topic) => topic === name);
  const entries = Object.entries(topics);
  return {
    recordsPerTopic: Object.fromEntries(entries.filter((entry) => !isDeadLetter(entry))),
    deadLettersPerTopic: Object.fromEntries(entries.filter(isDeadLetter)),
  };
}

export function isSuccess({ lost, doubled, problems }: Summary): boolean {
  return (lost ?? 0) + (doubled ?? 0) === 0 && problems.length === 0;
}

/** The summary for people. */
export function formatSummary(summary: Summary): string {
  const { latencyMs, steadyLatencyMs, deadLettersPerTopic } = summary;
  const lines: [label: string, value: string][] = [];
  if (summary.postsEmitted !== null) {
    const rate = (summary.postsEmitted / summary.seconds).toFixed(0);
    const distinct =
      summary.distinctIds === summary.postsEmitted ? '' : `, ${count(summary.distinctIds ?? 0)} distinct`;
    lines.push([
      'posts sent',
      `${count(summary.postsEmitted)}${distinct} in ${summary.seconds.toFixed(0)} s (${rate}/s)`,
    ]);
  }
  lines.push(['topics', list(summary.recordsPerTopic)]);
  lines.push(['collections', list(summary.documentsPerCollection)]);
  const deadLetters = sum(Object.values(deadLettersPerTopic));
  lines.push(['dead letters', deadLetters === 0 ? '0' : list(deadLettersPerTopic)]);
  if (summary.lost !== null) {
    lines.push(['lost', count(summary.lost)]);
  }
  if (summary.doubled) {
    lines.push(['doubled', count(summary.doubled)]);
  }
  if (summary.removed) {
    lines.push(['removed', count(summary.removed)]);
  }
  if (summary.inGaps) {
    lines.push(['in gaps', `${count(summary.inGaps)} sent while the stream was not read`]);
  }
  if (latencyMs && latencyMs.samples > 0) {
    lines.push(['latency', formatLatency(latencyMs)]);
  }
  if (steadyLatencyMs && steadyLatencyMs.samples > 0) {
    lines.push(['once warm', formatLatency(steadyLatencyMs)]);
  }
  if (summary.behindMs) {
    lines.push(['simulator', `up to ${count(summary.behindMs)} ms behind its rate`]);
  }
  const cpu = Object.entries(summary.cpuSeconds).map(([name, seconds]) => {
    const micros = summary.cpuMicrosPerPost[name];
    return `${name} ${seconds.toFixed(1)} s${micros === undefined ? '' : ` (${count(micros)} µs a post)`}`;
  });
  if (cpu.length > 0) {
    lines.push(['CPU', cpu.join(', ')]);
  }
  for (const problem of summary.problems) {
    lines.push(['problem', problem]);
  }
  return lines.map(([label, value]) => `  ${label.padEnd(12)} ${value}`).join('\n');
}

const formatLatency = ({ p50, p99, max, samples }: LatencyMs): string =>
  `p50 ${p50} ms, p99 ${p99} ms, max ${max} ms (${count(samples)} followed)`;

export const count = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, value]) => `${name} ${count(value)}`)
    .join(', ');
}
