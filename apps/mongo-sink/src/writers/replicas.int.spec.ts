import fc from 'fast-check';
import type { Envelope } from '@tdp/streaming';
import { removal, version } from '../../test-support/envelopes';
import {
  anyMishaps,
  anyReplicas,
  anySliceSizes,
  shareOut,
  storeAll,
  unlucky,
} from '../../test-support/replicas';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';

/*
 * Two replicas of the sink store random slices of random versions, observations, enrichments and
 * removals at the same time, slowed down and interrupted at random. What is stored at the end must
 * be what a model says that knows nothing of how it is stored: it looks at all records at once.
 */
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

/** A version was posted at 10 times its place in the chain, and X knows of it from then on. */
const POSTED_EVERY = 10;
const VERSIONS = 4;

interface Observation {
  readonly chain: number;
  readonly place: number;
  readonly after: number;
  readonly revision: number;
}
interface Removal {
  readonly chain: number;
  readonly place: number;
}
type Event = Observation | Removal;

const chain = fc.integer({ min: 0, max: 1 });
const place = fc.integer({ min: 0, max: VERSIONS - 1 });
const observation = fc.record({
  chain,
  place,
  after: fc.integer({ min: 0, max: 4 * POSTED_EVERY }),
  revision: fc.integer({ min: 1, max: 3 }),
});
const removals = fc.array(fc.record({ chain, place }), { maxLength: 1 });
/** Mostly observations, some of them again, and now and then a removal. */
const events = fc
  .tuple(fc.array(observation, { minLength: 1, maxLength: 8 }), removals)
  .chain(([seen, removed]) =>
    fc.tuple(
      fc.shuffledSubarray([...seen, ...removed, ...seen], { minLength: 1 }),
      fc.constant([...seen, ...removed]),
    ),
  )
  .map(([again, all]): readonly Event[] => [...all, ...again]);
const scheduled = fc.record({
  events: events.chain((all) => fc.shuffledSubarray([...all], { minLength: all.length })),
  replicas: anyReplicas,
  sliceSizes: anySliceSizes,
  mishaps: anyMishaps,
});

/** Ids as X gives them out: later ones are greater, and one day longer. */
const IDS = [
  ['998', '999', '1000', '1001'],
  ['98', '99', '100', '101'],
] as const;
const idOf = ({ chain: number, place: at }: Removal): string => String(IDS[number]?.[at]);

const isObservation = (event: Event): event is Observation => 'after' in event;
const observedAt = ({ place: at, after }: Observation): number => at * POSTED_EVERY + after;
const historyOf = (event: Observation): readonly string[] =>
  Array.from({ length: VERSIONS }, (_, at) => at)
    .filter((at) => at * POSTED_EVERY <= observedAt(event))
    .map((at) => idOf({ ...event, place: at }));
const textOf = (event: Observation): string =>
  `${idOf(event)} seen at ${observedAt(event)} by ${event.revision}`;

const toEnvelope = (event: Event): Envelope =>
  isObservation(event)
    ? version(
        idOf(event),
        observedAt(event),
        { text: textOf(event), editHistoryTweetIds: historyOf(event) },
        event.revision,
      )
    : removal(idOf(event));

/** What must be stored, by id of the version: in which collection, as whose version, and which observation. */
function expected(all: readonly Event[]): Record<string, readonly string[]> {
  const result: Record<string, readonly string[]> = {};
  for (const number of new Set(all.map((event) => event.chain))) {
    const seen = all.filter(isObservation).filter((event) => event.chain === number);
    const known = new Set(seen.flatMap(historyOf));
    const isRemoved = all.some(
      (event) => !isObservation(event) && event.chain === number && known.has(idOf(event)),
    );
    if (isRemoved) {
      continue;
    }
    const places = [...new Set(seen.map((event) => event.place))].toSorted((a, b) => a - b);
    for (const at of places) {
      const latest = Math.max(...seen.filter((event) => event.place === at).map(observedAt));
      const best = seen
        .filter((event) => event.place === at && observedAt(event) === latest)
        .reduce((a, b) => (b.revision > a.revision ? b : a));
      const collection = at === places.at(-1) ? 'tweets' : 'tweet_versions';
      result[idOf(best)] = [collection, idOf({ chain: number, place: 0 }), textOf(best)];
    }
  }
  return result;
}

async function stored(): Promise<Record<string, readonly string[]>> {
  const { tweets, tweetVersions } = test.database;
  const newest = await tweets.find().toArray();
  const older = await tweetVersions.find().toArray();
  const rows = [
    ...newest.map(({ _id, id, text }) => [String(id), ['tweets', _id, String(text)]] as const),
    ...older.map(
      ({ _id, chainId, text }) => [_id, ['tweet_versions', String(chainId), String(text)]] as const,
    ),
  ];
  expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
  return Object.fromEntries(rows);
}

it('two replicas end where the records say, whatever the order, the repetitions and the interruptions', async () => {
  await fc.assert(
    fc.asyncProperty(scheduled, async ({ events: all, replicas, sliceSizes, mishaps }) => {
      await test.empty();
      const between = unlucky([...mishaps]);
      await Promise.all(
        shareOut(all.map(toEnvelope), replicas, sliceSizes).map((slices) =>
          storeAll(test.createReplica({ between }), slices),
        ),
      );
      expect(await stored()).toEqual(expected(all));
    }),
    // On a busy machine fewer runs; of a failure, as small a case as the time allows.
    {
      numRuns: Number(process.env['REPLICAS_RUNS'] ?? 40),
      interruptAfterTimeLimit: Number(process.env['REPLICAS_MS'] ?? 60_000),
    },
  );
});
