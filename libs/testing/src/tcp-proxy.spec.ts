import net from 'node:net';
import { startTcpProxy, type TcpProxy } from './tcp-proxy';
import { waitUntil } from './wait-until';

/** Answers every byte with the same byte. */
const echo = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.pipe(socket);
});
let target: { readonly host: string; readonly port: number };
let proxy: TcpProxy;
const clients: net.Socket[] = [];

interface Client {
  readonly socket: net.Socket;
  readonly chunks: Buffer[];
  readonly failed: Promise<string>;
  text(): string;
}

/** Never rejects: `failed` tells how the connection broke. */
function connect(): Client {
  const socket = net.connect({ host: '127.0.0.1', port: proxy.port, noDelay: true });
  clients.push(socket);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const failed = new Promise<string>((resolve) =>
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code))),
  );
  return { socket, chunks, failed, text: () => Buffer.concat(chunks).toString() };
}

const received = (client: Client, text: string): Promise<void> =>
  waitUntil(() => client.text() === text, { timeoutMs: 5_000 });

beforeAll(async () => {
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  target = { host: '127.0.0.1', port: (echo.address() as net.AddressInfo).port };
});
beforeEach(async () => {
  proxy = await startTcpProxy({ target });
});
afterEach(async () => {
  for (const socket of clients.splice(0)) {
    socket.destroy();
  }
  await proxy.close();
});
afterAll(() => new Promise((resolve) => echo.close(resolve)));

describe('startTcpProxy', () => {
  it('passes both ways, a half-closed connection too, and counts what passed', async () => {
    const client = connect();
    const ended = new Promise((resolve) => client.socket.on('end', resolve));
    client.socket.end('hello');
    await ended;
    expect(client.text()).toBe('hello');
    expect([proxy.passed('toServer'), proxy.passed('toClient')]).toEqual([5, 5]);
  });

  it('refuses new connections, resets open ones, and is back on the same port', async () => {
    const open = connect();
    open.socket.write('a');
    await received(open, 'a');
    await proxy.set({ kind: 'refuse' });
    expect(await open.failed).toBe('ECONNRESET');
    expect(await connect().failed).toBe('ECONNREFUSED');
    await proxy.set({ kind: 'pass' });
    const client = connect();
    client.socket.write('back');
    await received(client, 'back');
  });

  it('swallows what goes one way, and delivers it late once it ends', async () => {
    await proxy.set({ kind: 'blackHole' }, 'toClient');
    const client = connect();
    client.socket.write('question');
    await waitUntil(() => proxy.passed('toServer') === 8, { timeoutMs: 5_000 });
    expect(proxy.passed('toClient')).toBe(0);
    await proxy.set({ kind: 'pass' });
    await received(client, 'question');
  });

  it('accepts connections into a black hole', async () => {
    await proxy.set({ kind: 'blackHole' });
    const client = connect();
    await new Promise((resolve) => client.socket.on('connect', resolve));
    client.socket.write('lost?');
    await proxy.set({ kind: 'pass' });
    await received(client, 'lost?');
  });

  it('delays, and keeps the order', async () => {
    await proxy.set({ kind: 'delay', ms: 60 }, 'toServer');
    const client = connect();
    const startedAt = performance.now();
    for (const piece of ['1', '2', '3']) {
      client.socket.write(piece);
    }
    await received(client, '123');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(60);
  });

  it('resets after so many bytes of each connection', async () => {
    await proxy.set({ kind: 'resetAfter', bytes: 3 }, 'toServer');
    for (const client of [connect(), connect()]) {
      client.socket.write('abcdef');
      expect(await client.failed).toBe('ECONNRESET');
    }
    expect(proxy.passed('toServer')).toBe(6);
  });

  it('splits into pieces', async () => {
    await proxy.set({ kind: 'split', bytes: 2 }, 'toClient');
    const client = connect();
    const text = 'abcde'.repeat(20);
    client.socket.write(text);
    await received(client, text);
    // A receiver that is busy finds several pieces at once, but not all fifty.
    expect(client.chunks.length).toBeGreaterThan(3);
  });

  it('resets what is open when it is told to', async () => {
    const client = connect();
    client.socket.write('x');
    await received(client, 'x');
    proxy.resetAll();
    expect(await client.failed).toBe('ECONNRESET');
  });
});
