/** A problem of the host or of a started process: its message is the whole report, no stack trace helps. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
