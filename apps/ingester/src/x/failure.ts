import { readRateLimit, type ResponseHeaders } from './rate-limit-headers';
import { describeProblem, readProblems, type XProblem } from './problem';

/** Why a request or a connection to X ended; also a metric label. */
export const FAILURE_REASONS = [
  'connection-failed',
  'connection-lost',
  'stream-ended',
  'keep-alive-timeout',
  'disconnected-by-x',
  'http-error',
  'not-a-stream',
  'rate-limited',
  'too-many-connections',
  'usage-capped',
  'no-rules',
  'unauthorized',
  'request-refused',
  'rules-refused',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** X's classes of reconnection; each has its own row in X's table of waits. */
export type RetryClass = 'network' | 'http' | 'rate-limited';

/** How X, or the way to it, failed, and what X's rules say to do next. */
export interface XFailure {
  readonly reason: FailureReason;
  /** terminal: no retry cures it. no-rules: give X our rules, then retry. */
  readonly next: RetryClass | 'no-rules' | 'terminal';
  /** One line for people. */
  readonly message: string;
  /** End of the rate-limit window, epoch ms. */
  readonly resetAt: number | null;
  /** X says that we read too slowly: it has dropped what we did not read. */
  readonly slowReader?: boolean;
}

/** The connection could not be made, was cut, or ended. */
export function networkFailure(
  reason: Extract<
    FailureReason,
    'connection-failed' | 'connection-lost' | 'stream-ended' | 'keep-alive-timeout'
  >,
  message: string,
): XFailure {
  return { reason, next: 'network', message, resetAt: null };
}

/** X answered with something other than success. */
export function failureOfResponse(status: number, headers: ResponseHeaders, body: unknown): XFailure {
  const problems = readProblems(body);
  const said = problems.map(describeProblem).join('; ');
  const message = said === '' ? `X answered ${status}` : `X answered ${status}: ${said}`;
  const { resetAt } = readRateLimit(headers);
  switch (status) {
    case 401:
    case 403:
      return { reason: 'unauthorized', next: 'terminal', message, resetAt };
    case 400:
    case 404:
      return { reason: 'request-refused', next: 'terminal', message, resetAt };
    case 409:
      return { reason: 'no-rules', next: 'no-rules', message, resetAt };
    case 420:
    case 429:
      return { reason: limitReason(problems), next: 'rate-limited', message, resetAt };
    default:
      return { reason: 'http-error', next: 'http', message, resetAt };
  }
}

function limitReason(problems: readonly XProblem[]): FailureReason {
  if (problems.some(({ type, title }) => type === 'usage-capped' || title === 'UsageCapExceeded')) {
    return 'usage-capped';
  }
  return problems.some(({ issue }) => issue === 'TooManyConnections')
    ? 'too-many-connections'
    : 'rate-limited';
}

/** X announced in the stream that it ends it. */
export function failureOfDisconnect(problems: readonly XProblem[]): XFailure {
  const message = `X ended the stream: ${problems.map(describeProblem).join('; ') || 'without a reason'}`;
  const types = problems.map(({ type }) => type);
  if (types.includes('usage-capped') || types.includes('rate-limit-exceeded')) {
    return { reason: limitReason(problems), next: 'rate-limited', message, resetAt: null };
  }
  if (problems.some(({ issue }) => issue === 'TooManyConnections')) {
    return { reason: 'too-many-connections', next: 'rate-limited', message, resetAt: null };
  }
  if (problems.some(({ issue }) => issue === 'InvalidRules' || issue === 'RulesInvalidIssue')) {
    return { reason: 'no-rules', next: 'no-rules', message, resetAt: null };
  }
  const slowReader = problems.some(({ issue }) => issue === 'SlowReader');
  return { reason: 'disconnected-by-x', next: 'network', message, resetAt: null, slowReader };
}

/** The answer is a success, but not a stream of JSON lines (a proxy's page, an unknown encoding). */
export function notAStream(message: string): XFailure {
  return { reason: 'not-a-stream', next: 'http', message, resetAt: null };
}

/** X refuses rules of ours. */
export function rulesRefused(message: string): XFailure {
  return { reason: 'rules-refused', next: 'terminal', message, resetAt: null };
}

/** Carries a failure of a REST request to whoever decides on the retry. */
export class XRequestError extends Error {
  override readonly name = 'XRequestError';
  readonly failure: XFailure;
  readonly problems: readonly XProblem[];

  constructor(
    action: string,
    failure: XFailure,
    options: ErrorOptions & { problems?: readonly XProblem[] } = {},
  ) {
    super(`${action}: ${failure.message}`, options);
    this.failure = failure;
    this.problems = options.problems ?? [];
  }
}
