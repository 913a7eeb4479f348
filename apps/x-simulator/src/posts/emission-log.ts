import { closeSync, openSync, writeSync } from 'node:fs';

/** One post that was emitted: to the connections there were, or to nobody. */
export interface Emitted {
  readonly id: string;
  /** Epoch ms. */
  readonly emittedAt: number;
  /** Id of the first version of its edit chain; its own if it was never edited. */
  readonly chainId: string;
}

type Listener = (emitted: Emitted) => void;

/** Counts what was emitted, tells listeners, and keeps the ids in a file if one is wanted. */
export interface EmissionLog {
  /** To be called before the posts are written to a connection. @throws Error when the file cannot be written */
  record(posts: readonly Pick<Emitted, 'id' | 'chainId'>[], emittedAt: number): void;
  total(): number;
  /** Calls the listener for each post from now on, until the returned function is called. */
  subscribe(listener: Listener): () => void;
  close(): void;
}

/**
 * With a file: one line `<id> <epoch ms> <chain id>` per post, so that a run can be accounted for exactly. Lines
 * are handed to the system before the posts are: whatever kills the process, no post that anybody
 * received is missing.
 */
export function createEmissionLog(file: string | undefined): EmissionLog {
  const descriptor = file === undefined ? undefined : openSync(file, 'a');
  const listeners = new Set<Listener>();
  let total = 0;
  return {
    record(posts, emittedAt) {
      total += posts.length;
      if (descriptor !== undefined) {
        writeAll(descriptor, posts.map(({ id, chainId }) => `${id} ${emittedAt} ${chainId}\n`).join(''));
      }
      if (listeners.size > 0) {
        for (const { id, chainId } of posts) {
          listeners.forEach((listener) => {
            listener({ id, emittedAt, chainId });
          });
        }
      }
    },
    total: () => total,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (descriptor !== undefined) {
        closeSync(descriptor);
      }
    },
  };
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written);
  }
}
