import { PipelineError, waitForDependency, type WaitForDependencyOptions } from '@tdp/service';
import type { Operations } from '../operations';

/** Operations for a command, which nobody calls again: what waiting cures is waited out here. */
export function waitingOperations(operations: Operations, waiting: WaitForDependencyOptions): Operations {
  return {
    read: (doing, work) => untilDone(() => operations.read(doing, work)),
    write: (write) => untilDone(() => operations.write(write)),
    health: () => operations.health(),
  };

  async function untilDone<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) {
        throw error;
      }
    }
    let result: { readonly value: T } | undefined;
    await waitForDependency(async () => void (result = { value: await work() }), waiting);
    return (result as unknown as { readonly value: T }).value;
  }
}
