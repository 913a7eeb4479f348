import { createReadStream } from 'node:fs';
import readline from 'node:readline';

/** One version of a post, as the simulator sent it. */
export interface Version {
  readonly id: string;
  /** First id of its edit chain; its own when it was never edited. */
  readonly chainId: string;
  /** Epoch ms. */
  readonly emittedAt: number;
}

export interface Emitted {
  /** Lines of the simulator's file: a version that was sent twice counts twice. */
  readonly posts: number;
  /** By id, as first sent. */
  readonly versions: ReadonlyMap<string, Version>;
}

/** Reads the simulator's record of what it sent: a line `id epochMs [chainId]` a post. */
export async function readEmitted(file: string): Promise<Emitted> {
  let posts = 0;
  const versions = new Map<string, Version>();
  const lines = readline.createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    const [id, emittedAt, chainId] = line.split(' ');
    if (!id) {
      continue;
    }
    posts += 1;
    if (versions.has(id)) {
      continue;
    }
    versions.set(id, { id, chainId: chainId || id, emittedAt: Number(emittedAt) });
  }
  return { posts, versions };
}
