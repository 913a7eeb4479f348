import { PipelineError } from '@tdp/service';

/**
 * Throws on what no waiting cures: errors of the language are bugs of ours, and our own errors
 * have been judged already. What is left is of kafkajs, a socket or TLS: about the servers.
 */
export function rethrowBug(error: unknown): void {
  const isBug =
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError;
  if (isBug || (error instanceof PipelineError && !error.retriable)) {
    throw error;
  }
}
