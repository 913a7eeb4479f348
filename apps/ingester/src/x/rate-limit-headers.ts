/** What X says about an endpoint's rate-limit window; null where it says nothing. */
export interface RateLimitWindow {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Epoch ms. */
  readonly resetAt: number | null;
}

export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

function readNumber(headers: ResponseHeaders, name: string): number | null {
  const value = headers[name];
  return typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : null;
}

/** Reads x-rate-limit-limit, -remaining and -reset (UNIX seconds). */
export function readRateLimit(headers: ResponseHeaders): RateLimitWindow {
  const reset = readNumber(headers, 'x-rate-limit-reset');
  return {
    limit: readNumber(headers, 'x-rate-limit-limit'),
    remaining: readNumber(headers, 'x-rate-limit-remaining'),
    resetAt: reset === null ? null : reset * 1_000,
  };
}
