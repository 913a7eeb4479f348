import { letter, letterGone, removal, word } from '../../test-support/envelopes';
import {
  ann,
  enriched,
  kinds,
  openRemovalWorld,
  original,
  type RemovalWorld,
} from '../../test-support/removal-world';

let world: RemovalWorld;

beforeAll(async () => {
  world = await openRemovalWorld();
});
beforeEach(() => world.empty());
afterAll(() => world.close());

const letters = async () => {
  const found = await world.database.deadLetters
    .find({}, { projection: { _id: 1 } })
    .sort({ _id: 1 })
    .toArray();
  return found.map(({ _id }) => _id);
};
const removedLetters = () =>
  world
    .corrections()
    .flatMap((one) => ('removedLetter' in one ? [`${one.topic}: ${one.removedLetter}`] : []));

describe('dead letters', () => {
  it('have a document each, without their content, until they are gone from their topic', async () => {
    await world.store(
      letter('a', { id: '1000', text: 'words' }),
      letter('b', { id: '2000' }),
      letter('a', { id: '1000' }),
    );
    expect(await world.database.deadLetters.findOne({ _id: 'a' })).toMatchObject({
      ...{ topic: 'enricher-dlq', service: 'enricher', reason: 'NULL_VALUE', origin: 'tweets-raw' },
      ...{ at: expect.any(Date), names: ['1000'] },
    });
    expect(await world.dump()).not.toContain('words');
    await world.store(letterGone('a'));
    expect(await letters()).toEqual(['b']);
    await world.store(letterGone('b'), letter('b', { id: '2000' }));
    expect(await letters()).toEqual(['b']);
  });

  it.each([
    ['post', '1000', {}],
    ['user', ann.id, {}],
    ['post', '1000', { action: 'scrub_geo' }],
  ] as const)(
    'that name a removed %s %s %j go from the collection and the topic',
    async (subject, id, over) => {
      await world.store(
        letter('a', { id: '1000', author_id: ann.id }),
        letter('b', { id: '2000', author_id: '72' }),
      );
      await world.store(word(subject, id, over));
      expect(await letters()).toEqual(['b']);
      expect(removedLetters()).toEqual(['enricher-dlq: a']);
    },
  );

  it('take their records out of the topics they were in, unless the post was stored after all', async () => {
    await world.store(enriched(original({ id: '3000', text: 'without', editHistoryTweetIds: ['3000'] })));
    world.forget();
    await world.store(letter('a', { quoted: '1000' }, '2000'), letter('b', { quoted: '1000' }, '3000'));
    await world.store(word('post', '1000'));
    expect(await letters()).toEqual([]);
    expect(world.corrected().posts).toEqual(['1000', '2000']);
  });

  it('that come after the removal go, too', async () => {
    await world.store(word('post', '1000'), word('user', ann.id));
    expect(
      kinds(
        await world.store(
          letter('a', { id: '1000' }),
          letter('b', { author: { id: ann.id } }),
          letter('c', { id: '2000' }),
        ),
      ),
    ).toEqual(['ok', 'ok', 'ok']);
    expect(await letters()).toEqual(['c']);
    expect(removedLetters()).toEqual(['enricher-dlq: a', 'enricher-dlq: b']);
  });

  it('that name another version of a removed post, or a post of a removed user, go', async () => {
    await world.store(enriched(original({ id: '1001', editHistoryTweetIds: ['1000', '1001'] })));
    await world.store(letter('a', { id: '1001' }));
    await world.store(removal('1000'));
    expect(await letters()).toEqual([]);

    await world.empty();
    await world.store(enriched(original()));
    await world.store(letter('a', { id: '1000' }), letter('b', { id: '2000' }));
    await world.store(word('user', ann.id));
    expect(await letters()).toEqual(['b']);
  });

  it('stay when something may be kept again', async () => {
    await world.store(letter('a', { id: '1000' }));
    await world.store(word('post', '1000', { action: 'restore' }));
    expect(await letters()).toEqual(['a']);
  });
});
