const POLL_MS = 25;
/** Long, so that a slow machine is no failure; what never comes is one all the same. */
const PATIENCE_MS = 180_000;

export interface WaitOptions {
  readonly timeoutMs?: number;
  /** What is known when the time is over, for the error. */
  readonly state?: () => string;
}

/** Waits until the predicate holds. @throws Error after timeoutMs */
export async function waitUntil(
  predicate: () => boolean | Promise<boolean>,
  { timeoutMs = PATIENCE_MS, state = () => '' }: WaitOptions = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await predicate())) {
    if (performance.now() > deadline) {
      throw new Error(`not reached within ${timeoutMs} ms: ${predicate.toString()} ${state()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
