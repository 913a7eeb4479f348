import { randomInt } from 'node:crypto';
import net from 'node:net';

/** A port of 127.0.0.1 on which nobody listens now. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await listen(server, 0);
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Below what the system gives to outgoing connections, so that none takes it while its server is down. */
const STABLE_PORTS = { first: 12_000, end: 32_000 };

/** A free port that is still free after its server was down for a while. */
export async function stablePort(): Promise<number> {
  for (;;) {
    const port = randomInt(STABLE_PORTS.first, STABLE_PORTS.end);
    const server = net.createServer();
    const isFree = await listen(server, port).then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => server.close(resolve));
    if (isFree) {
      return port;
    }
  }
}

/** Lets a port of 127.0.0.1 answer as another server does, from now on; call the result to end that. */
export async function forwardPort(
  port: number,
  target: { readonly host: string; readonly port: number },
): Promise<() => Promise<void>> {
  const server = net.createServer((client) => {
    const upstream = net.connect(target.port, target.host);
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  await listen(server, port);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function listen(server: net.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
