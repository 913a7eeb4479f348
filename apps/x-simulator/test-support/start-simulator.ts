import { systemClock } from '../src/clock';
import { readConfig } from '../src/config';
import { createSimulator, type Simulator } from '../src/simulator';

export const AUTHORIZED = { authorization: 'Bearer simulator-token' };

export interface RunningSimulator extends Simulator {
  readonly url: string;
  addRule(value: string, tag?: string): Promise<void>;
  get(path: string): Promise<{ status: number; headers: Headers; body: unknown }>;
  status(): Promise<SimulatorStatus>;
  control(method: string, route: string, body?: object): Promise<unknown>;
  /** Reads the stream until the predicate holds, or for good when it ends. */
  readStream(query: string, until: (text: string) => boolean): Promise<string>;
}

export interface SimulatorStatus {
  readonly emitted: number;
  readonly undelivered: number;
  readonly slowReaders: number;
  readonly connections: number;
}

/** A simulator on a port of its own. */
export async function startSimulator(env: Record<string, string> = {}): Promise<RunningSimulator> {
  const simulator = createSimulator(readConfig({ X_SIMULATOR_TEMPLATES: '300', ...env }), systemClock);
  const url = await simulator.start();
  void simulator.run();
  return {
    ...simulator,
    url,
    async addRule(value, tag) {
      await fetch(`${url}/2/tweets/search/stream/rules`, {
        method: 'POST',
        headers: { ...AUTHORIZED, 'content-type': 'application/json' },
        body: JSON.stringify({ add: [{ value, tag }] }),
      });
    },
    async get(path) {
      const response = await fetch(url + path, { headers: AUTHORIZED });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
    status: async () => (await (await fetch(`${url}/simulator/status`)).json()) as SimulatorStatus,
    async control(method, route, body) {
      const response = await fetch(`${url}/simulator/${route}`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      return response.json();
    },
    async readStream(query, until) {
      const abort = new AbortController();
      const response = await fetch(`${url}/2/tweets/search/stream${query}`, {
        headers: AUTHORIZED,
        signal: abort.signal,
      });
      let text = '';
      const decoder = new TextDecoder();
      try {
        for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
          text += decoder.decode(chunk, { stream: true });
          if (until(text)) {
            abort.abort();
          }
        }
      } catch (error) {
        if (!abort.signal.aborted) {
          throw error;
        }
      }
      return text;
    },
  };
}
