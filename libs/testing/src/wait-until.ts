const POLL_MS = 25;

/** Waits until the predicate holds. @throws Error after timeoutMs */
export async function waitUntil(
  predicate: () => boolean | Promise<boolean>,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await predicate())) {
    if (performance.now() > deadline) {
      throw new Error(`not reached within ${timeoutMs} ms: ${predicate.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
