/** What became of one record; only the consumer loop turns it into IO. */
export type StepResult<T, R extends string = string> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: R }
  | { readonly kind: 'dlq'; readonly reason: R; readonly error: Error; readonly step: string };

/** The record goes on with this value. */
export function ok<T>(value: T): StepResult<T, never> {
  return { kind: 'ok', value };
}

/** The record is deliberately discarded and counted under its reason. */
export function drop<R extends string>(reason: R): StepResult<never, R> {
  return { kind: 'drop', reason };
}

/** The record can never succeed: it goes to the dead-letter topic. */
export function deadLetter<R extends string>(reason: R, error: Error, step: string): StepResult<never, R> {
  return { kind: 'dlq', reason, error, step };
}
