import { once } from 'node:events';
import net from 'node:net';
import { systemClock } from '@tdp/service';
import { flow } from '../cluster/settle';
import { seconds, secondsSince } from './common';
import type { Fault } from './fault';
import { SINGLE } from './shapes';

const WARM_ROUNDS = 5;
const ROUNDS = 30;
const SCRAPES = 100;
const POSTS = 10;
const SLOW_CLIENTS = 20;
/** Of the rate that was asked for. */
const TOLERATED_DROP = 0.05;

/** Whoever reaches the port of a service's metrics must not be able to slow the pipeline down. */
export const hostileRequests: Fault = {
  name: 'T33-load',
  title: `each second ${SCRAPES} scrapes at once, ${POSTS} wrong requests and ${SLOW_CLIENTS} that never end, on every service, for ${WARM_ROUNDS + ROUNDS} s`,
  shape: SINGLE,
  rate: 500,
  async run({ cluster, signal, problem }) {
    const urls = cluster.serviceMembers().map(({ name }) => String(cluster.services.urls[name]));
    await ask(urls);
    const series = await countSeries(urls);
    const stored = (): Promise<number> => cluster.observer.db.collection('tweets').estimatedDocumentCount();
    let longest = 0;
    const attack = async (rounds: number): Promise<void> => {
      const startedAt = systemClock.monotonic();
      for (let round = 0; round < rounds; round += 1) {
        const askedAt = systemClock.monotonic();
        await ask(urls);
        longest = Math.max(longest, secondsSince(askedAt));
        const nextAt = startedAt + seconds(round + 1);
        await systemClock.sleep(Math.max(0, nextAt - systemClock.monotonic()), signal);
      }
    };
    // Counted from within the attack: what is on its way then is as much as at the end.
    await attack(WARM_ROUNDS);
    const before = await stored();
    const startedAt = systemClock.monotonic();
    await attack(ROUNDS);
    const rate = Math.round(((await stored()) - before) / secondsSince(startedAt));
    if (rate < this.rate * (1 - TOLERATED_DROP)) {
      problem(`only ${rate} posts/s were stored meanwhile`);
    }
    const grown = (await countSeries(urls)) - series;
    if (grown > 0) {
      problem(`requests made ${grown} series`);
    }
    await flow(cluster, 1_000, signal);
    return { 'posts/s meanwhile': rate, 'longest round, s': longest };
  },
};

/** One second's worth, answered or cut off; the slow ones are left to the service to end. */
async function ask(urls: readonly string[]): Promise<void> {
  const own = `user_${Math.random().toString(36).slice(2)}`;
  await Promise.all(
    urls.flatMap((url) => [
      ...repeat(SCRAPES, () => get(`${url}/metrics?${own}`)),
      ...repeat(POSTS, () => get(`${url}/${own}`, { method: 'POST', body: own.repeat(1_000) })),
      ...repeat(SLOW_CLIENTS, () => beginSlowly(new URL(url))),
    ]),
  );
}

const repeat = (times: number, work: () => Promise<void>): readonly Promise<void>[] =>
  Array.from({ length: times }, work);

async function get(url: string, init: RequestInit = {}): Promise<void> {
  const response = await fetch(url, init).catch(() => null);
  await response?.arrayBuffer();
}

/** Sends the beginning of a request and nothing more. */
async function beginSlowly({ hostname, port }: URL): Promise<void> {
  const socket = net.connect(Number(port), hostname);
  socket.on('error', () => undefined).unref();
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  socket.write('GET /metrics HTTP/1.1\r\nx-never: ');
}

async function countSeries(urls: readonly string[]): Promise<number> {
  const texts = await Promise.all(urls.map(async (url) => (await fetch(`${url}/metrics`)).text()));
  return texts
    .join('\n')
    .split('\n')
    .filter((line) => /^\w/.test(line)).length;
}
