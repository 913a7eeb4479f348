import net from 'node:net';
import { createLogger, systemClock } from '@tdp/service';
import { stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createDatabase } from './database';

function create(uri: string) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ service: 'int', version: 't', level: 'warn', destination });
  return { database: createDatabase({ uri, clock: systemClock, logger }), lines };
}

/** The server's address, where nobody listens yet, and how to pass connections on to the server. */
async function standIn(): Promise<{ uri: string; open(): Promise<net.Server> }> {
  const [, host = '', port = ''] =
    /^mongodb:\/\/([^:/,]+):(\d+)/.exec(stackEndpoints(process.env).mongodbUri) ?? [];
  const reserved = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => reserved.once('listening', resolve));
  const address = reserved.address() as net.AddressInfo;
  await new Promise((resolve) => reserved.close(resolve));
  return {
    uri: `mongodb://127.0.0.1:${address.port}/${uniqueName('database-test')}?directConnection=true`,
    async open() {
      const proxy = net.createServer((client) => {
        const upstream = net.connect(Number(port), host);
        client.pipe(upstream).pipe(client);
        client.on('error', () => upstream.destroy());
        upstream.on('error', () => client.destroy());
      });
      proxy.listen(address.port, '127.0.0.1');
      await new Promise((resolve) => proxy.once('listening', resolve));
      return proxy;
    },
  };
}

describe('starting the database', () => {
  it('waits for a server that is away, and makes the indexes when it answers', async () => {
    const { uri, open } = await standIn();
    const { database, lines } = create(uri);
    const started = database.start();
    await waitUntil(() => lines.length > 0, { timeoutMs: 30_000 });
    expect(lines[0]).toMatchObject({ msg: 'waiting for a dependency', code: 'MONGO_UNAVAILABLE' });
    expect((await database.ping()).ok).toBe(false);
    const proxy = await open();
    await started;
    expect(await database.ping()).toEqual({ ok: true });
    expect((await database.tweets.indexes()).length).toBeGreaterThan(3);
    await database.command({ dropDatabase: 1 });
    await database.stop();
    await new Promise((resolve) => proxy.close(resolve));
  }, 60_000);

  it('waits no longer when the service stops', async () => {
    const { uri } = await standIn();
    const { database } = create(uri);
    const stopping = new AbortController();
    const started = database.start(stopping.signal);
    stopping.abort(new Error('told to stop'));
    await expect(started).rejects.toThrow('told to stop');
    await database.stop();
  });

  it.each(['mongodb://h:1/db?tls=maybe', 'mongodb://h:1/db?authMechanism=NONE'])(
    'does not wait with %s, which no waiting makes right',
    async (uri) => {
      const { database, lines } = create(uri);
      await expect(database.start()).rejects.toMatchObject({ code: 'MONGO_UNAVAILABLE', retriable: false });
      expect(lines).toEqual([]);
    },
  );
});
