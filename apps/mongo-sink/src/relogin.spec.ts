import { mongo } from 'mongoose';
import { createRelogin } from './relogin';

const refusedAs = (code: number) => new mongo.MongoServerError({ ok: 0, code, errmsg: 'said so' });

function setUp(connectAnew: () => Promise<void> = () => Promise.resolve()) {
  const calls: string[] = [];
  const use = createRelogin(async () => {
    calls.push('connect anew');
    await connectAnew();
  });
  const failWith = (error: Error) => use(() => Promise.reject(error)).catch((reason: unknown) => reason);
  return { use, calls, failWith };
}

it.each([13, 391])('connects anew after code %d, and tells the error as it was', async (code) => {
  const { use, calls, failWith } = setUp();
  const error = refusedAs(code);
  expect(await failWith(error)).toBe(error);
  await use(() => Promise.resolve(calls.push('next')));
  expect(calls).toEqual(['connect anew', 'next']);
});

it('stays connected whatever else fails', async () => {
  const { use, calls, failWith } = setUp();
  await failWith(refusedAs(189));
  await failWith(new mongo.MongoNetworkError('connection 3 closed'));
  await use(() => Promise.resolve());
  expect(calls).toEqual([]);
});

it('lets work that is under way come to its end first, and what comes later wait', async () => {
  const { use, calls, failWith } = setUp();
  const slow = Promise.withResolvers<void>();
  const working = use(() => slow.promise.then(() => calls.push('slow work done')));
  await Promise.all([failWith(refusedAs(13)), failWith(refusedAs(13))]);
  const later = use(() => Promise.resolve(calls.push('later')));
  await new Promise(setImmediate);
  expect(calls).toEqual([]);
  slow.resolve();
  await Promise.all([working, later]);
  expect(calls).toEqual(['slow work done', 'connect anew', 'later']);
});

it('tells who comes next that it cannot connect, and tries again with the one after', async () => {
  const answers = [() => Promise.reject(refusedAs(18)), () => Promise.resolve()];
  const { use, calls, failWith } = setUp(() => answers.shift()?.() ?? Promise.resolve());
  await failWith(refusedAs(13));
  const work = () => Promise.resolve(calls.push('work'));
  const refused = await Promise.allSettled([use(work), use(work)]);
  expect(refused).toMatchObject([{ reason: { code: 18 } }, { reason: { code: 18 } }]);
  await Promise.all([use(work), use(work)]);
  expect(calls).toEqual(['connect anew', 'connect anew', 'work', 'work']);
});
