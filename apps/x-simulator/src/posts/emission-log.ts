import { createWriteStream, type WriteStream } from 'node:fs';

/** One post that was written to a stream connection. */
export interface Emitted {
  readonly id: string;
  /** Epoch ms. */
  readonly emittedAt: number;
}

type Listener = (emitted: Emitted) => void;

/** Counts what was emitted, tells listeners, and keeps the ids in a file if one is wanted. */
export interface EmissionLog {
  record(ids: readonly string[], emittedAt: number): void;
  total(): number;
  /** Calls the listener for each post from now on, until the returned function is called. */
  subscribe(listener: Listener): () => void;
  /** Writes out what the file still lacks. */
  close(): Promise<void>;
}

/** With a file: one line `<id> <epoch ms>` per post, so that a run can be accounted for exactly. */
export function createEmissionLog(file: string | undefined): EmissionLog {
  const stream: WriteStream | undefined =
    file === undefined ? undefined : createWriteStream(file, { flags: 'a' });
  const listeners = new Set<Listener>();
  let total = 0;
  return {
    record(ids, emittedAt) {
      total += ids.length;
      stream?.write(ids.map((id) => `${id} ${emittedAt}\n`).join(''));
      if (listeners.size > 0) {
        for (const id of ids) {
          listeners.forEach((listener) => {
            listener({ id, emittedAt });
          });
        }
      }
    },
    total: () => total,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () =>
      new Promise((resolve) => {
        if (stream === undefined) {
          resolve();
        } else {
          stream.end(resolve);
        }
      }),
  };
}
