import { systemClock } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import { forwardPort, freePort, stackEndpoints, uniqueName, waitUntil } from '@tdp/testing';
import { createDatabase } from './database';

function create(uri: string) {
  const { logger, lines } = createRecordingLogger('warn');
  return { database: createDatabase({ uri, clock: systemClock, logger }), lines };
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
    const { database, lines } = create(uri);
    const started = database.start();
    await waitUntil(() => lines.length > 0, { timeoutMs: 30_000 });
    expect(lines[0]).toMatchObject({ msg: 'waiting for a dependency', code: 'MONGO_UNAVAILABLE' });
    expect((await database.ping()).ok).toBe(false);
    const close = await open();
    await started;
    expect(await database.ping()).toEqual({ ok: true });
    expect((await database.tweets.indexes()).length).toBeGreaterThan(3);
    await database.command({ dropDatabase: 1 });
    await database.stop();
    await close();
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
