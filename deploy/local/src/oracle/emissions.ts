import { createReadStream } from 'node:fs';
import readline from 'node:readline';

/** One version of a post, as the simulator sent it. */
export interface Version {
  id: string;
  /** First id of its edit chain; its own when it was never edited. */
  chainId: string;
  /** Epoch ms. */
  emittedAt: number;
}

export interface Emitted {
  /** Lines of the simulator's file: a version that was sent twice counts twice. */
  posts: number;
  /** By id, as first sent. */
  versions: Map<string, Version>;
}

/** Reads the simulator's record of what it sent: a line `id epochMs [chainId]` a post. */
export async function readEmitted(file: string): Promise<Emitted> {
  const emitted: Emitted = { posts: 0, versions: new Map() };
  const lines = readline.createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    const [id, emittedAt, chainId] = line.split(' ');
    if (!id) continue;
    emitted.posts += 1;
    if (emitted.versions.has(id)) continue;
    emitted.versions.set(id, { id, chainId: chainId || id, emittedAt: Number(emittedAt) });
  }
  return emitted;
}
