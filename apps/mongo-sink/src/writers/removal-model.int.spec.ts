import fc from 'fast-check';
import type { Tweet } from '@tdp/contracts';
import type { Envelope } from '@tdp/streaming';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { word } from '../../test-support/envelopes';
import { ann, ben, by, enriched, referring } from '../../test-support/removal-world';
import {
  anyMishaps,
  anyReplicas,
  anySliceSizes,
  shareOut,
  storeAll,
  unlucky,
} from '../../test-support/replicas';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import type { Word } from '../writes/marks';

/*
 * Two replicas of the sink store posts of two people who quote, answer and repost each other, and hear random words about
 * them: remove, restore, where it was written; in any order, again and again, interrupted at random. When all is heard, nothing of
 * what is removed is anywhere; when every post then comes once more, what is kept is whole. The model knows only the words.
 */
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

type Action = Word['action'];
interface Said {
  readonly key: string;
  readonly action: Action;
  /** Of two words the later one holds; no two are said at the same time. */
  readonly at: number;
}

const ANN = `user/${ann.id}`;
const BEN = `user/${ben.id}`;
const PLACE = { coordinates: { type: 'Point', coordinates: [13.4, 52.5] } } as const;
const post = (id: string, user: typeof ann, observedAt: number): Tweet =>
  buildTweet({ id, text: secretOf(id), editHistoryTweetIds: [id], observedAt, ...by(user), ...PLACE });
const secretOf = (id: string): string => `secret of ${id}`;

/** Every post by its id, as seen at one time: the texts of what it holds are inside. */
function posts(observedAt: number): Readonly<Record<string, Tweet>> {
  const [first, second] = [post('1000', ann, observedAt), post('1100', ann, observedAt)];
  const hold = (id: string, type: string, inner: Tweet, user = ben): Tweet =>
    referring(id, type, inner, {
      ...(type !== 'retweeted' && { text: secretOf(id) }),
      observedAt,
      ...by(user),
    });
  const quote = hold('3000', 'quoted', first);
  return {
    '1000': first,
    '1100': second,
    '2000': hold('2000', 'retweeted', first),
    '3000': quote,
    '4000': hold('4000', 'replied_to', second),
    '7000': post('7000', ben, observedAt),
    '8000': hold('8000', 'quoted', quote, ann),
  };
}
const IDS = Object.keys(posts(0));

const KEYS = ['post/1000', 'post/1100', 'post/3000', ANN, BEN];
/** About one or two of them: with more, hardly two words of a history are about the same. */
const words = fc
  .shuffledSubarray(KEYS, { minLength: 1, maxLength: 2 })
  .chain((keys) =>
    fc.array(
      fc.record({
        key: fc.constantFrom(...keys),
        action: fc.constantFrom<Action>('remove', 'remove', 'restore', 'restore', 'scrub_geo'),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map((said): readonly Said[] => said.map((one, at) => ({ ...one, at })));
const history = words.chain((said) =>
  fc.record({
    said: fc.constant(said),
    /** All words in any order, some twice, among posts. */
    events: fc
      .tuple(
        fc.shuffledSubarray([...said, ...said]),
        fc.array(fc.record({ id: fc.constantFrom(...IDS), seen: fc.integer({ min: 0, max: 3 }) }), {
          maxLength: 10,
        }),
      )
      .chain(([again, seen]) => {
        const all = [...said, ...again, ...seen];
        return fc.shuffledSubarray(all, { minLength: all.length });
      }),
    replicas: anyReplicas,
    sliceSizes: anySliceSizes,
    mishaps: anyMishaps,
  }),
);

const isSaid = (event: object): event is Said => 'action' in event;
function toEnvelope(event: Said | { readonly id: string; readonly seen: number }): Envelope {
  if (!isSaid(event)) {
    return enriched(posts(AN_INSTANT + event.seen)[event.id] as Tweet);
  }
  const [subject, id] = event.key.split('/') as ['post' | 'user', string];
  return word(subject, id, { action: event.action, at: AN_INSTANT + event.at });
}

/** What the words come to. */
function judge(said: readonly Said[]) {
  const last = (key: string): Action | undefined =>
    said
      .filter((one) => one.key === key && one.action !== 'scrub_geo')
      .toSorted((a, b) => b.at - a.at)
      .at(0)?.action;
  const isRemoved = (key: string): boolean => last(key) === 'remove';
  const isScrubbed = (key: string): boolean =>
    said.some((one) => one.key === key && one.action === 'scrub_geo');
  const authorOf = (id: string): string => `user/${posts(0)[id]?.authorId ?? ''}`;
  const isGone = (id: string): boolean =>
    isRemoved(`post/${id}`) || isRemoved(authorOf(id)) || (id === '2000' && isGone('1000'));
  const hasPlace = (id: string): boolean => !isScrubbed(`post/${id}`) && !isScrubbed(authorOf(id));
  return { isGone, hasPlace };
}

/** What must be stored of a post that is kept: the ids that its texts are of, and whether a place is with its own. */
function expected(said: readonly Said[]): Readonly<Record<string, unknown>> {
  const { isGone, hasPlace } = judge(said);
  const inside: Readonly<Record<string, readonly string[]>> = {
    '2000': ['1000'],
    '3000': ['1000'],
    '4000': ['1100'],
    '8000': isGone('3000') ? [] : ['3000', '1000'],
  };
  return Object.fromEntries(
    IDS.filter((id) => !isGone(id)).map((id) => {
      const own = id === '2000' ? [] : [id];
      const held = (inside[id] ?? []).filter((one) => !isGone(one));
      const isPlaced = posts(0)[id]?.coordinates !== null && hasPlace(id);
      return [id, { texts: [...own, ...held].toSorted(), isPlaced }];
    }),
  );
}

async function stored(): Promise<Readonly<Record<string, unknown>>> {
  const found = await test.database.tweets.find().toArray();
  return Object.fromEntries(
    found.map(({ _id, coordinates, ...rest }) => {
      const texts = [...JSON.stringify(rest).matchAll(/secret of (\d+)/g)].map(([, id]) => id);
      return [_id, { texts: [...new Set(texts)].toSorted(), isPlaced: coordinates !== null }];
    }),
  );
}

async function secretsAnywhere(): Promise<ReadonlySet<string>> {
  const { tweets, tweetVersions, removals, deadLetters } = test.database;
  const all = await Promise.all(
    [tweets, tweetVersions, removals, deadLetters].map((each): Promise<readonly object[]> =>
      each.find().toArray(),
    ),
  );
  return new Set([...JSON.stringify(all).matchAll(/secret of (\d+)/g)].map(([, id]) => id ?? ''));
}

it('two replicas keep what the words leave, whatever their order, repetitions and interruptions', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ said, events, replicas, sliceSizes, mishaps }) => {
      await test.empty();
      const between = unlucky([...mishaps]);
      const { isGone } = judge(said);
      await Promise.all(
        shareOut(events.map(toEnvelope), replicas, sliceSizes).map((slices) =>
          storeAll(test.createReplica({ between }), slices),
        ),
      );
      const left = await secretsAnywhere();
      expect(IDS.filter((id) => isGone(id) && left.has(id))).toEqual([]);

      const again = Object.values(posts(AN_INSTANT + 10)).map(enriched);
      await storeAll(test.createReplica(), [again]);
      expect(await stored()).toEqual(expected(said));
    }),
    {
      numRuns: Number(process.env['REPLICAS_RUNS'] ?? 40),
      interruptAfterTimeLimit: Number(process.env['REPLICAS_MS'] ?? 60_000),
    },
  );
});
