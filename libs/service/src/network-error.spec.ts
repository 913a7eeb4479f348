import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import { promises as dns } from 'node:dns';
import { isNetworkError } from './network-error';

/** What a socket says when the server leaves while it is being written to. */
async function writingToNobody(): Promise<unknown> {
  const server = createServer((socket) => void socket.on('data', () => socket.resetAndDestroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(Buffer.alloc(10_000_000));
  const [error] = (await once(socket, 'error')) as [unknown];
  server.close();
  return error;
}

async function connectingToNobody(): Promise<unknown> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [unknown];
  return error;
}

/** What a socket says that is written to when it has been given up. */
async function writingAfterTheEnd(): Promise<unknown> {
  const server = createServer((socket) => void socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  server.close();
  return await new Promise((resolve) => socket.write('x', (error) => resolve(error)));
}

describe('errors of a connection', () => {
  it.each([
    ['writing to a server that has left', writingToNobody],
    ['connecting where nobody listens', connectingToNobody],
    ['writing after the end', writingAfterTheEnd],
    ['a name that nobody has', () => dns.lookup('nobody.invalid').catch((error: unknown) => error)],
  ])('%s', async (_what, provoke) => {
    expect(isNetworkError(await provoke())).toBe(true);
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['a file that is absent', Object.assign(new Error('no such file'), { code: 'ENOENT' })],
    ['nothing', null],
    ['an answer of a server', Object.assign(new Error('not primary'), { code: 10_107 })],
  ])('not %s', (_what, error) => {
    expect(isNetworkError(error)).toBe(false);
  });
});
