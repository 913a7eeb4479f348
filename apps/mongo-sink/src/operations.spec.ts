import { mongo } from 'mongoose';
import { PipelineError } from '@tdp/service';
import { createFakeClock } from '@tdp/service/testing';
import { createOperations } from './operations';

const refusedAs = (code: number, errmsg = 'said so') => new mongo.MongoServerError({ ok: 0, code, errmsg });

/** Operations on a server that answers in turn; an error is thrown as the driver would. */
function on(...answers: readonly (mongo.Document | Error)[]) {
  const clock = createFakeClock();
  const commands: mongo.Document[] = [];
  const command = (sent: mongo.Document): Promise<mongo.Document> => {
    const answer = answers[Math.min(commands.length, answers.length - 1)] as mongo.Document | Error;
    commands.push(sent);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const operations = createOperations({ command, use: (work) => work(), servers: 'db.example:27017' }, clock);
  const write = (items: readonly string[] = ['a', 'b']) =>
    operations.write({
      doing: 'inserting into things',
      items,
      command: (some) => ({ insert: 'things', documents: some }),
    });
  return { operations, write, clock, commands };
}

describe('what is thrown as retriable', () => {
  it.each([
    ['the primary stepped down', refusedAs(189)],
    ['not the primary any more', refusedAs(10_107)],
    ['the server shuts down', refusedAs(91)],
    ['the user was dropped', refusedAs(11)],
    ['the login was revoked', refusedAs(13, 'not authorized on twitter to execute command')],
    ['the password was changed', refusedAs(18)],
    ['the disk is full', refusedAs(14_031)],
    ['writes are blocked, as when a disk fills', refusedAs(371)],
    ['the cache is under pressure', refusedAs(365)],
    ['a time limit', refusedAs(50)],
    [
      'the write concern cannot be satisfied',
      new mongo.MongoWriteConcernError({
        ok: 1,
        writeConcernError: { code: 100, errmsg: 'not enough nodes' },
      }),
    ],
    ['a label of the server', withLabel('RetryableWriteError')],
    ['the connection is lost', new mongo.MongoNetworkError('connection 3 closed')],
    [
      'the server died while the driver wrote to it',
      Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }),
    ],
    ['a connection is not had in time', new mongo.MongoNetworkTimeoutError('timed out')],
    ['the client is closed', new mongo.MongoNotConnectedError('not connected')],
  ])('%s', async (_what, error) => {
    const { write } = on(error);
    const thrown = await write().catch((reason: unknown) => reason);
    expect(thrown).toMatchObject({ code: 'MONGO_UNAVAILABLE', retriable: true });
    expect((thrown as Error).message).toContain('inserting into things at db.example:27017: ');
  });

  it('says why without the posts that the server quotes', async () => {
    const quoting =
      'not authorized on twitter to execute command { insert: "tweets", documents: [ { text: "hello" } ] }';
    const { write, operations } = on(refusedAs(13, quoting));
    const thrown = (await write().catch((reason: unknown) => reason)) as Error;
    expect(thrown.message).toBe(
      'inserting into things at db.example:27017: not authorized on twitter (code 13)',
    );
    expect(JSON.stringify([operations.health(), thrown.cause])).not.toContain('hello');
  });

  it('also when the server says it of a single document of a bulk', async () => {
    const { write } = on({ ok: 1, n: 1, writeErrors: [{ index: 1, code: 11_602, errmsg: 'interrupted' }] });
    await expect(write()).rejects.toMatchObject({
      retriable: true,
      message: expect.stringMatching(/interrupted \(code 11602\)$/),
    });
  });
});

describe('what is never retriable', () => {
  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['a server that does not know the command', refusedAs(59)],
    ['a wrong argument to the driver', new mongo.MongoInvalidArgumentError('a string is expected')],
    ['a driver that is not as it should be', new mongo.MongoRuntimeError('cannot happen')],
  ])('%s', async (_what, error) => {
    const { write, operations } = on(error);
    for (const attempt of [write(), operations.read('reading things', () => Promise.reject(error))]) {
      const thrown = await attempt.catch((reason: unknown) => reason);
      expect(thrown instanceof PipelineError && thrown.retriable).toBe(false);
      expect((thrown as Error).message).toContain(error.message);
    }
    expect(operations.health()).toEqual({ ok: true });
  });
});

describe('what is about one document', () => {
  it('is told of that document; the others are written', async () => {
    const { write } = on({
      ok: 1,
      n: 2,
      writeErrors: [
        { index: 1, code: 121, errmsg: 'Document failed validation' },
        { index: 2, code: 11_000, errmsg: 'E11000', keyPattern: { _id: 1 } },
        { index: 3, code: 11_000, errmsg: 'E11000', keyPattern: { username: 1 } },
      ],
    });
    const { documents, refusals } = await write(['a', 'b', 'c', 'd', 'e']);
    expect(documents).toBe(2);
    expect(refusals.map(({ item, isDuplicateId }) => [item, isDuplicateId])).toEqual([
      ['b', false],
      ['c', true],
      ['d', false],
    ]);
    expect(refusals[0]?.message).toBe('MongoDB refused the document (code 121): Document failed validation');
  });

  it.each([
    ['too large', refusedAs(10_334)],
    ['nested too deep', refusedAs(15)],
    ['not to be written as BSON', new mongo.BSON.BSONError('Cannot convert circular structure')],
    ['longer than the driver can write', new RangeError('The value of "offset" is out of range')],
  ] as readonly (readonly [string, Error])[])(
    'is found when it makes the server or driver refuse all of them: %s',
    async (_what, error) => {
      const { write, commands } = on(error, { ok: 1, n: 2 }, error, error, { ok: 1, n: 1 });
      expect(await write(['a', 'b', 'bad', 'd'])).toMatchObject({
        documents: 3,
        refusals: [{ item: 'bad', isDuplicateId: false, message: error.message }],
      });
      expect(commands.map(({ documents }) => (documents as string[]).join())).toEqual([
        'a,b,bad,d',
        'a,b',
        'bad,d',
        'bad',
        'd',
      ]);
    },
  );
});

it('writes without order, with a write concern that does not wait for ever', async () => {
  const { write, commands } = on({ ok: 1, n: 2 });
  await write();
  expect(commands).toEqual([
    {
      insert: 'things',
      documents: ['a', 'b'],
      ordered: false,
      writeConcern: { w: 'majority', wtimeout: 20_000 },
    },
  ]);
});

describe('health', () => {
  const full = refusedAs(14_031, 'no space left on mongodb://u:p@h');

  it('is not ok, with the reason, once the same has failed for 30 s, and ok again after a success', async () => {
    const { write, operations, clock } = on(full, full, full, { ok: 1, n: 2 });
    for (const seconds of [0, 10, 19]) {
      await clock.advance(seconds * 1_000);
      await write().catch(() => undefined);
    }
    expect(operations.health()).toEqual({
      ok: true,
      detail:
        'failing for 29 s: inserting into things at db.example:27017: no space left on mongodb://[redacted]@h (code 14031)',
    });
    await clock.advance(1_000);
    expect(operations.health()).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^failing for 30 s: /),
    });
    await write();
    expect(operations.health()).toEqual({ ok: true });
  });

  it('is told by reads as well, and not mended by what succeeds beside', async () => {
    const { write, operations, clock } = on({ ok: 1, n: 2 });
    for (const seconds of [0, 15, 15]) {
      await clock.advance(seconds * 1_000);
      await operations.read('looking up things', () => Promise.reject(refusedAs(13))).catch(() => undefined);
      await write();
    }
    expect(operations.health().ok).toBe(false);
  });

  it('is not hidden by what failed once before, and was then not reached any more', async () => {
    const { write, operations, clock } = on(full);
    await write().catch(() => undefined);
    for (const seconds of [1, 15, 15]) {
      await clock.advance(seconds * 1_000);
      await operations.read('looking up things', () => Promise.reject(refusedAs(13))).catch(() => undefined);
    }
    expect(operations.health()).toMatchObject({ ok: false, detail: expect.stringMatching(/looking up/) });
  });

  it('forgets what failed once and was not tried again', async () => {
    const { write, operations, clock } = on(full);
    await write().catch(() => undefined);
    await clock.advance(60_000);
    expect(operations.health().ok).toBe(true);
    await clock.advance(61_000);
    expect(operations.health()).toEqual({ ok: true });
  });
});

function withLabel(label: string): Error {
  const error = refusedAs(4_711);
  error.addErrorLabel(label);
  return error;
}
