import net from 'node:net';
import { withMongo } from './mongo-client';

const TIMEOUT_MS = 3_000;
const API_VERSIONS_KEY = 18;

/**
 * Asks a broker for its API versions. A broker binds its port well before it
 * serves requests, so that being able to connect says nothing.
 *
 * @param broker `host:port`
 */
export function probeBroker(broker: string): Promise<void> {
  const separator = broker.lastIndexOf(':');
  const port = Number(broker.slice(separator + 1));
  const host = broker.slice(0, separator);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    const settle = (error?: Error): void => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(TIMEOUT_MS, () => settle(new Error(`no answer from ${broker}`)));
    socket.once('connect', () => socket.write(apiVersionsRequest()));
    socket.once('data', () => settle());
    socket.once('error', (error) => settle(new Error(`${broker}: ${error.message}`)));
    socket.once('close', () => settle(new Error(`${broker} closed the connection`)));
  });
}

/** Version 0: size, API key, API version, correlation id, and a null client id. */
function apiVersionsRequest(): Buffer {
  const request = Buffer.alloc(14);
  request.writeInt32BE(10, 0);
  request.writeInt16BE(API_VERSIONS_KEY, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(-1, 12);
  return request;
}

/** Lists the registry's subjects. */
export async function probeRegistry(url: string): Promise<void> {
  const response = await fetch(`${url.replace(/\/$/, '')}/subjects`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}

/** Pings a MongoDB server that takes writes. */
export async function probeMongo(uri: string): Promise<void> {
  await withMongo(uri, async (client) => {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.isWritablePrimary !== true && hello.msg !== 'isdbgrid') throw new Error('no primary yet');
  });
}

/** Pings one mongod that serves its data, as primary or secondary. */
export async function probeMongod(directUri: string): Promise<void> {
  await withMongo(directUri, async (client) => {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.isWritablePrimary !== true && hello.secondary !== true) throw new Error('not a member yet');
  });
}
