import { mongo } from 'mongoose';
import { createMetrics } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import { createSinkMetrics } from '../metrics';
import { COLLECTIONS } from '../write-models/collections';
import { createInspection } from './inspection';

const MINUTE = 60_000;
const found = (unfit: number) => Promise.resolve({ cursor: { firstBatch: unfit === 0 ? [] : [{ unfit }] } });

/** An inspection of a server that answers so. */
function inspecting(answer: (collection: string) => Promise<mongo.Document>) {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger('info');
  const metrics = createSinkMetrics(createMetrics({ service: 't', version: 't', commit: 't' }));
  const asked: string[] = [];
  const fatal: Error[] = [];
  const command = (sent: mongo.Document) => {
    const collection = String(sent['aggregate']);
    asked.push(collection);
    return answer(collection);
  };
  const deps = {
    database: { command },
    metrics,
    clock,
    logger,
    fatal: (error: Error) => void fatal.push(error),
  };
  const counts = async () => (await metrics.unfitDocuments.get()).values.map(({ value }) => value);
  return { inspection: createInspection(deps), clock, lines, asked, fatal, counts };
}

it('looks at every collection, every minute, until it is stopped', async () => {
  const { inspection, clock, asked, counts } = inspecting((collection) =>
    found(collection === 'users' ? 3 : 0),
  );
  inspection.start();
  expect(asked).toEqual([]);
  await clock.advance(MINUTE);
  expect(asked).toEqual(COLLECTIONS.map(({ name }) => name));
  expect(await counts()).toEqual(COLLECTIONS.map(({ name }) => (name === 'users' ? 3 : 0)));
  await clock.advance(MINUTE);
  inspection.stop();
  await clock.advance(5 * MINUTE);
  expect(asked).toHaveLength(2 * COLLECTIONS.length);
});

it('does not begin a look while another is under way', async () => {
  const slow = Promise.withResolvers<mongo.Document>();
  const { inspection, clock, asked } = inspecting(() => slow.promise);
  inspection.start();
  await clock.advance(3 * MINUTE);
  expect(asked).toEqual(['tweets']);
});

it('says that nobody could look while the server does not answer, and goes on', async () => {
  let isAway = true;
  const { inspection, clock, lines, fatal, counts } = inspecting(() =>
    isAway ? Promise.reject(new mongo.MongoNetworkError('connection 1 to u:p@h closed')) : found(0),
  );
  inspection.start();
  await clock.advance(MINUTE);
  expect(new Set(await counts())).toEqual(new Set([Number.NaN]));
  expect(lines).toMatchObject([{ msg: 'documents could not be inspected' }]);
  isAway = false;
  await clock.advance(MINUTE);
  expect(new Set(await counts())).toEqual(new Set([0]));
  expect(fatal).toEqual([]);
});

it('says nothing of the connection that the service closes itself', async () => {
  const slow = Promise.withResolvers<mongo.Document>();
  const { inspection, clock, lines } = inspecting(() => slow.promise);
  inspection.start();
  await clock.advance(MINUTE);
  inspection.stop();
  slow.reject(new mongo.MongoNetworkError('closed'));
  await clock.advance(1);
  expect(lines).toEqual([]);
});

it('ends the process for a bug', async () => {
  const { inspection, clock, fatal } = inspecting(() => Promise.resolve({}));
  inspection.start();
  await clock.advance(MINUTE);
  expect(fatal).toEqual([expect.any(TypeError)]);
});
