import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import { toUser, type Population, type Profile } from '../generator/population';
import { LANGUAGES } from '../generator/vocabulary';
import type { EmissionLog } from '../posts/emission-log';
import { readFieldSelection, selectFields, type FieldSelection } from '../posts/field-selection';
import { createPostRenderer } from '../posts/post-renderer';
import type { RecentPosts } from '../posts/recent-posts';
import { invalidRequest } from '../rules/rule-problems';
import type { XIncludes, XUser } from '../wire';
import { mergeIncludes } from './merge-includes';
import { sendProblem } from './problems';
import { createQueryReader, type Query, type QueryReader } from './query-reader';

export interface LookupDeps {
  readonly population: Population;
  readonly recent: RecentPosts;
  readonly log: EmissionLog;
  readonly clock: Clock;
}

const IDS = { pattern: /^[0-9]{1,19}$/, max: 100 };
const USERNAMES = { pattern: /^[A-Za-z0-9_]{1,15}$/, max: 100 };
const ONE = { max: 1 };
const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const TREND_FIELDS = ['trend_name', 'tweet_count'];
const USAGE_FIELDS = ['cap_reset_day', 'daily_project_usage', 'project_cap', 'project_id', 'project_usage'];

/** Posts by id, users by id and name, trends by place, usage. */
export function lookupRoutes(app: FastifyInstance, deps: LookupDeps): void {
  const { population, recent, log, clock } = deps;
  const asUser = (profile: Profile | undefined): XUser | undefined => profile && toUser(profile);
  const known = (id: string): XUser | undefined => asUser(population.byId(id));
  const named = (name: string): XUser | undefined => asUser(population.byUsername(name));

  /** Answers a request whose parameters, those in the path included, are fine; 400 otherwise. */
  function get(url: string, answer: (query: QueryReader, selection: FieldSelection) => object): void {
    app.get(url, (request, reply) => {
      const selection = readFieldSelection(request.query as Query);
      const query = createQueryReader({ ...(request.query as Query), ...(request.params as Query) });
      const wanted = 'post' in selection ? answer(query, selection) : {};
      const problems = ['post' in selection ? [] : selection, query.problems].flat();
      return problems.length > 0
        ? sendProblem(reply, { status: 400, body: invalidRequest(...problems) })
        : reply.send(wanted);
    });
  }

  function users(
    keys: readonly string[],
    find: (key: string) => XUser | undefined,
    parameter: string,
    selection: FieldSelection,
  ) {
    const found = keys.flatMap((key) => find(key) ?? []);
    const errors = keys
      .filter((key) => find(key) === undefined)
      .map((key) => notFound('user', parameter, key));
    return {
      ...(found.length > 0 && { data: found.map((user) => selectFields(user, selection.user)) }),
      ...(errors.length > 0 && { errors }),
    };
  }
  const first = ({ data, ...rest }: { data?: object[] }) => ({
    ...(data?.[0] && { data: data[0] }),
    ...rest,
  });

  get('/2/users', (query, selection) => users(query.list('ids', IDS), known, 'ids', selection));
  get('/2/users/by', (query, selection) =>
    users(query.list('usernames', USERNAMES), named, 'usernames', selection),
  );
  get('/2/users/:id', (query, selection) =>
    first(users(query.list('id', { ...IDS, ...ONE }), known, 'id', selection)),
  );
  get('/2/users/by/username/:username', (query, selection) =>
    first(users(query.list('username', { ...USERNAMES, ...ONE }), named, 'username', selection)),
  );
  get('/2/tweets', (query, selection) => {
    const asked = query.list('ids', IDS);
    const renderer = createPostRenderer(selection, population);
    const found = asked.flatMap((id) => recent.byId(id) ?? []).map((post) => renderer.answer(post));
    const includes = mergeIncludes(
      found.flatMap(({ includes: each }): XIncludes[] => (each === undefined ? [] : [each])),
    );
    const errors = asked
      .filter((id) => recent.byId(id) === undefined)
      .map((id) => notFound('tweet', 'ids', id));
    return {
      ...(found.length > 0 && { data: found.map(({ data }) => data) }),
      ...(Object.keys(includes).length > 0 && { includes }),
      ...(errors.length > 0 && { errors }),
    };
  });
  get('/2/trends/by/woeid/:woeid', (query) => {
    const fields = query.fields('trend.fields', TREND_FIELDS);
    const max = query.integer('max_trends', { min: 1, max: 50, fallback: 20 });
    return { data: trends(query.integer('woeid', INT32), max).map((trend) => selectFields(trend, fields)) };
  });
  get('/2/usage/tweets', (query) => {
    query.integer('days', { min: 1, max: 90, fallback: 7 });
    const usage = usageOf(log.total(), clock.now());
    return { data: selectFields(usage, query.fields('usage.fields', USAGE_FIELDS)) };
  });
}

function notFound(kind: string, parameter: string, value: string): object {
  return {
    resource_id: value,
    parameter,
    resource_type: kind,
    value,
    title: 'Not Found Error',
    detail: `Could not find ${kind} with ${parameter}: [${value}].`,
    type: 'https://api.x.com/2/problems/resource-not-found',
  };
}

/** The tags of the world's languages, loudest first; another place begins with another language. */
function trends(woeid: number, max: number) {
  const all = LANGUAGES.flatMap(({ hashtags, share }) =>
    hashtags.map((tag, rank) => ({ tag, weight: share / (rank + 1) })),
  );
  const from = woeid === 1 ? 0 : Math.abs(woeid);
  const turned = all.map((_, index) => all[(index + from) % all.length] as (typeof all)[number]);
  return (woeid === 1 ? all : turned)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, max)
    .map(({ tag, weight }) => ({ trend_name: `#${tag}`, tweet_count: Math.round(weight * 1_000) }));
}

/** All of the simulator's life falls on one day. */
function usageOf(posts: number, now: number) {
  return {
    project_id: '1',
    project_cap: '3000000',
    project_usage: String(posts),
    cap_reset_day: 1,
    daily_project_usage: {
      project_id: '1',
      usage: [{ date: new Date(now).toISOString(), usage: String(posts) }],
    },
  };
}
