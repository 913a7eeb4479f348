import { systemClock } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { forwardPort, freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createDatabaseConnection } from './database';

function create(uri: string) {
  const { logger, lines } = createRecordingLogger('warn');
  return { connection: createDatabaseConnection({ uri, clock: systemClock, logger }), lines };
}

/** An address where nobody listens yet, and how to let the server answer there. */
async function standIn() {
  const [, host = '', port = ''] =
    /^mongodb:\/\/([^:/,]+):(\d+)/.exec(stackEndpoints(process.env).mongodbUri) ?? [];
  const standInPort = await freePort();
  return {
    uri: `mongodb://127.0.0.1:${standInPort}/${uniqueName('database-test')}?directConnection=true`,
    open: () => forwardPort(standInPort, { host, port: Number(port) }),
  };
}

describe('starting the database', () => {
  it('waits for a server that is away, and makes the indexes when it answers', async () => {
    const { uri, open } = await standIn();
    const { connection, lines } = create(uri);
    const started = connection.connect();
    await waitUntil(() => lines.length > 0);
    expect(lines[0]).toMatchObject({ msg: 'waiting for a dependency', code: 'MONGO_UNAVAILABLE' });
    const close = await open();
    const database = await started;
    expect(await database.ping()).toEqual({ ok: true });
    expect((await database.tweets.indexes()).length).toBeGreaterThan(3);
    await database.command({ dropDatabase: 1 });
    await connection.close();
    await close();
  });

  it('waits no longer when the service stops', async () => {
    const { uri } = await standIn();
    const { connection } = create(uri);
    const stopping = new AbortController();
    const started = connection.connect(stopping.signal);
    stopping.abort(new Error('told to stop'));
    await expect(started).rejects.toThrow('told to stop');
    await connection.close();
  });

  it.each(['mongodb://h:1/db?tls=maybe', 'mongodb://h:1/db?authMechanism=NONE'])(
    'does not wait with %s, which no waiting makes right',
    async (uri) => {
      const { connection, lines } = create(uri);
      await expect(connection.connect()).rejects.toMatchObject({
        code: 'MONGO_UNAVAILABLE',
        retriable: false,
      });
      expect(lines).toEqual([]);
    },
  );
});
