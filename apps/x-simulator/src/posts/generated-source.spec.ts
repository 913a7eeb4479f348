import { lineOf } from '../../test-support/line-of';
import { createPopulation } from '../generator/population';
import { createRandom } from '../generator/random';
import { createWorld } from '../generator/world';
import { createRuleStore } from '../rules/rule-store';
import { createSnowflakes } from '../snowflake';
import type { XIncludes, XPost } from '../wire';
import { readFieldSelection, type FieldSelection } from './field-selection';
import { createGeneratedSource } from './generated-source';
import { createPostRenderer } from './post-renderer';
import { createRecentPosts } from './recent-posts';

const START_MS = Date.UTC(2026, 5, 1);
const HOUR_MS = 3_600_000;
const FIELDS: Readonly<Record<string, string>> = {
  'tweet.fields': 'article,author_id,conversation_id,created_at,edit_controls,entities,lang',
  'user.fields': 'public_metrics,most_recent_tweet_id',
  expansions: 'author_id,edit_history_tweet_ids,article.cover_media,referenced_tweets.id',
};

/** Every post has a topic. */
const EVERYTHING = ['30', '46', '131', '54', '11', '65'].map((domain) => `context:${domain}.*`).join(' OR ');

interface Line {
  readonly data: XPost;
  readonly includes: XIncludes;
}

function world({ editShare = 1, rule = EVERYTHING, fields = FIELDS } = {}) {
  const { templates, people } = createWorld({ seed: 5, templates: 400, people: 60 });
  const rules = createRuleStore({ clock: { now: () => START_MS }, limits: { maxRules: 5, maxLength: 512 } });
  expect(rules.add([{ value: rule }], { dryRun: false })).toMatchObject([{ kind: 'added' }]);
  const random = createRandom(9);
  const population = createPopulation({ people, random, changeShare: 0 });
  const recent = createRecentPosts(100_000);
  const source = createGeneratedSource({
    templates,
    rules,
    snowflakes: createSnowflakes(),
    random,
    population,
    editShare,
    editDelayMs: 10_000,
    onMade: recent.add,
  });
  const renderer = createPostRenderer(readFieldSelection({ ...fields }) as FieldSelection, population);
  /** Ten posts a second. */
  const read = (seconds: number) =>
    Array.from({ length: seconds * 10 }, (_, index) => {
      const post = source.next(START_MS + index * 100);
      return { ...post, ...(JSON.parse(post ? lineOf(post, renderer) : '{}') as Line) };
    });
  return { read, recent, renderer, rules };
}
type Read = ReturnType<ReturnType<typeof world>['read']>[number];

const byChain = (posts: readonly Read[]): readonly (readonly Read[])[] => [
  ...Map.groupBy(posts, ({ chainId }) => chainId).values(),
];
const textOf = ({ data }: Read): string => data.text;

describe('edit chains', () => {
  const { read, recent, renderer } = world();
  const posts = read(300);
  const chains = byChain(posts);

  it('edits a post some seconds later, up to five times', () => {
    expect(new Set(chains.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const delays = chains.flatMap((chain) =>
      chain
        .slice(1)
        .map(
          ({ data }, index) =>
            Date.parse(data.created_at ?? '') - Date.parse(chain[index]?.data.created_at ?? ''),
        ),
    );
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2_000);
    expect(Math.max(...delays)).toBeLessThan(60_000);
  });

  it('gives each version an id of its own and says all versions so far, oldest first', () => {
    for (const chain of chains) {
      const ids = chain.map(({ id }) => id);
      chain.forEach(({ data, chainId }, edits) => {
        expect(data.id).toBe(ids[edits]);
        expect(chainId).toBe(ids[0]);
        expect(data.edit_history_tweet_ids).toEqual(ids.slice(0, edits + 1));
        expect(data.edit_controls).toMatchObject({
          edits_remaining: 5 - edits,
          editable_until: new Date(Date.parse(chain[0]?.data.created_at ?? '') + HOUR_MS).toISOString(),
        });
      });
    }
  });

  it('changes the words and nothing that says whose post it is', () => {
    const edited = chains.filter(({ length }) => length > 1);
    expect(edited.length).toBeGreaterThan(50);
    for (const chain of edited) {
      expect(new Set(chain.map(({ data }) => data.author_id)).size).toBe(1);
      chain.slice(1).forEach((post, index) => {
        expect(textOf(post)).not.toBe(textOf(chain[index] as Read));
      });
    }
  });

  it('includes the post itself, identical, and its earlier versions as they were', () => {
    for (const chain of chains) {
      chain.forEach(({ data, includes }, edits) => {
        const versions = includes.tweets?.filter(({ id }) => chain.some((version) => version.id === id));
        expect(versions?.map(({ id, text }) => [id, text])).toEqual(
          chain.slice(0, edits + 1).map((version) => [version.id, textOf(version)]),
        );
        expect(versions?.at(-1)).toEqual(data);
        expect(new Set(versions?.map((version) => String(version.edit_history_tweet_ids))).size).toBe(1);
      });
    }
  });

  it('finds an old version by its id: its own text, the whole history', () => {
    const chain = chains.find(({ length }) => length === 4) ?? [];
    for (const version of chain) {
      const found = renderer.answer(
        recent.byId(version.id ?? '') ??
          (() => {
            throw new Error('not found');
          })(),
      );
      expect(found.data).toMatchObject({
        id: version.id,
        text: textOf(version),
        edit_history_tweet_ids: chain.map(({ id }) => id),
        edit_controls: { edits_remaining: 2 },
      });
    }
  });
});

it('edits about as many posts as it is told to', () => {
  const edited = (editShare: number) =>
    byChain(world({ editShare }).read(300)).filter(({ length }) => length > 1);
  expect(edited(0)).toEqual([]);
  expect(edited(0.1).length).toBeGreaterThan(20);
  expect(edited(0.1).length).toBeLessThan(300);
});

it('makes an edit that no longer matches, and tells only those who ask for it', () => {
  const { read, recent } = world({ rule: '"best coffee in town"' });
  const delivered = new Set(read(120).map(({ id }) => id));
  const silent = recent.newestFirst().filter(({ id }) => !delivered.has(id));
  expect(silent.length).toBeGreaterThan(0);
  expect(silent.every(({ chain }) => chain.versions.length > 1)).toBe(true);
});

it('shows authors as they are with this post', () => {
  const posts = world({ editShare: 0 }).read(60);
  const counts = new Map<string, number>();
  for (const { id, data, includes } of posts) {
    const author = includes.users?.find((user) => user.id === data.author_id);
    expect(author?.most_recent_tweet_id).toBe(id);
    const before = counts.get(author?.id ?? '');
    const count = author?.public_metrics?.tweet_count ?? 0;
    expect(before === undefined || count === before + 1).toBe(true);
    counts.set(author?.id ?? '', count);
  }
});

it('delivers articles with their cover, and matches what they say', () => {
  const posts = world({ rule: '"rest is trade & rumour"', editShare: 0 }).read(10);
  for (const { data, includes } of posts) {
    expect(data.text).toMatch(/^https:\/\/t\.co\/\w+$/);
    expect(data.article?.plain_text).toContain('rest is trade & rumour');
    expect(includes.media?.map(({ media_key: key }) => key)).toEqual([data.article?.cover_media]);
  }
});

it('includes no version when the history is not expanded', () => {
  const fields = { expansions: 'author_id' };
  expect(
    world({ fields })
      .read(20)
      .filter(({ includes }) => includes.tweets),
  ).toEqual([]);
});
