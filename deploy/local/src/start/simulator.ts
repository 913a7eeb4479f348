import { z } from 'zod';
import type { Version } from '../oracle/emissions';

const statusSchema = z.object({
  rate: z.number(),
  emitted: z.number(),
  replayDone: z.boolean(),
  behindMs: z.number(),
  /** Posts that were made and that no connection took. */
  undelivered: z.number().default(0),
});

export type SimulatorStatus = z.infer<typeof statusSchema>;

const emissionSchema = z
  .object({ id: z.string(), emittedAt: z.number(), chainId: z.string().optional() })
  .transform(({ id, emittedAt, chainId = id }): Version => ({ id, emittedAt, chainId }));

export interface Simulator {
  status(): Promise<SimulatorStatus>;
  /** Sends no more posts; the stream's connection stays open. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** @param postsPerSecond from now on, for each connection */
  setRate(postsPerSecond: number): Promise<void>;
  /** Every Nth post from now on, as it is sent; ends when the signal aborts. */
  emissions(every: number, signal: AbortSignal): AsyncGenerator<Version>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The control interface of the X simulator. */
export function createSimulator(baseUrl: string): Simulator {
  const request = async (route: string, init?: RequestInit): Promise<Response> => {
    const response = await fetch(`${baseUrl}/simulator/${route}`, init);
    if (!response.ok) {
      throw new Error(`the simulator answers ${response.status} to ${route}`);
    }
    return response;
  };
  const command = async (route: string, init: RequestInit): Promise<void> =>
    void (await (await request(route, init)).arrayBuffer());
  return {
    status: async () => statusSchema.parse(await (await request('status')).json()),
    pause: () => command('pause', { method: 'POST' }),
    resume: () => command('resume', { method: 'POST' }),
    setRate: (rate) => command('rate', { method: 'PUT', headers: JSON_TYPE, body: JSON.stringify({ rate }) }),
    async *emissions(every, signal) {
      const response = await request(`emissions?every=${every}`, { signal });
      if (response.body) {
        yield* readEmissions(response.body);
      }
    },
  };
}

export async function* readEmissions(body: AsyncIterable<Uint8Array>): AsyncGenerator<Version> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') {
        yield emissionSchema.parse(JSON.parse(line));
      }
    }
  }
}
