import { buildEnrichedTweet, buildTweet } from '@tdp/testing';
import { envelope } from '../../test-support/envelopes';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';

const TEXTS = {
  1: 'Regen über Berlin und Umgebung',
  2: 'RAIN over Berlin, the whole day',
  3: 'il pleut à Paris',
  4: 'the the the',
};

describe('searching posts by words', () => {
  let test: TestDatabase;
  const search = async (words: string) => {
    const found = await test.database.tweets.find({ $text: { $search: words } }).toArray();
    return found.map(({ _id }) => _id).toSorted();
  };
  const indexNames = async () => (await test.database.tweets.indexes()).map(({ name }) => name);

  beforeAll(async () => {
    test = await openTestDatabase({ textIndex: true });
    const posts = Object.entries(TEXTS).map(([id, text]) =>
      envelope(id, buildEnrichedTweet({ tweet: buildTweet({ id, text, editHistoryTweetIds: [id] }) })),
    );
    // Among their fields is `language`, an object, which MongoDB would take for the name of a language.
    const results = await test.createReplica()(posts);
    expect(results.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });
  afterAll(() => test.close());

  it('finds them in every language, whatever the case and the accents', async () => {
    expect(await search('berlin')).toEqual(['1', '2']);
    expect(await search('uber')).toEqual(['1']);
    expect(await search('"rain over"')).toEqual(['2']);
    expect(await search('berlin -rain')).toEqual(['1']);
  });

  it('takes no language for another: no word is left out, none is stemmed', async () => {
    expect(await search('the')).toEqual(['2', '4']);
    expect(await search('days')).toEqual([]);
  });

  it('is answered by the index', async () => {
    const plan = await test.database.tweets.find({ $text: { $search: 'paris' } }).explain('executionStats');
    expect(JSON.stringify(plan)).toContain('"indexName":"text"');
    expect(plan['executionStats']).toMatchObject({ nReturned: 1, totalDocsExamined: 1 });
  });

  it('goes when nobody wants it any more, and comes back', async () => {
    expect(await indexNames()).toContain('text');
    await (await test.reopen({ textIndex: false })).close();
    expect(await indexNames()).not.toContain('text');
    const replicas = [{ textIndex: true }, { textIndex: true }].map((settings) => test.reopen(settings));
    await Promise.all((await Promise.all(replicas)).map((replica) => replica.close()));
    expect(await indexNames()).toContain('text');
  });
});
