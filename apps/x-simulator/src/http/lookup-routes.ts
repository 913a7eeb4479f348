import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import type { Person } from '../generator/people';
import { LANGUAGES } from '../generator/vocabulary';
import type { EmissionLog } from '../posts/emission-log';
import { readFieldSelection, selectFields, type FieldSelection } from '../posts/field-selection';
import { renderRecent, type RecentPosts } from '../posts/recent-posts';
import { invalidRequest } from '../rules/rule-problems';
import type { XIncludes, XUser } from '../wire';
import { mergeIncludes } from './merge-includes';
import { sendProblem } from './problems';

export interface LookupDeps {
  readonly people: readonly Person[];
  readonly recent: RecentPosts;
  readonly log: EmissionLog;
  readonly clock: Clock;
}

type Query = Readonly<Record<string, unknown>>;

const MAX_LOOKUPS = 100;

/** Posts by id, users by id and name, trends by place, usage. */
export function lookupRoutes(app: FastifyInstance, deps: LookupDeps): void {
  const { people, recent, log, clock } = deps;
  const byId = new Map(people.map(({ user }) => [user.id, user]));
  const byUsername = new Map(people.map(({ user }) => [user.username.toLowerCase(), user]));

  /** Answers a request whose fields are fine; 400 otherwise. */
  function get(
    url: string,
    answer: (query: Query, params: Query, selection: FieldSelection) => object,
  ): void {
    app.get(url, (request, reply) => {
      const query = request.query as Query;
      const selection = readFieldSelection(query);
      if (!('post' in selection)) {
        return sendProblem(reply, { status: 400, body: invalidRequest(...selection) });
      }
      return reply.send(answer(query, request.params as Query, selection));
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
  const named = (name: string): XUser | undefined => byUsername.get(name.toLowerCase());
  const first = ({ data, ...rest }: { data?: object[] }) => ({
    ...(data?.[0] && { data: data[0] }),
    ...rest,
  });

  get('/2/users', ({ ids }, _params, selection) => users(split(ids), (id) => byId.get(id), 'ids', selection));
  get('/2/users/by', ({ usernames }, _params, selection) =>
    users(split(usernames), named, 'usernames', selection),
  );
  get('/2/users/:id', (_query, { id }, selection) =>
    first(users([String(id)], (key) => byId.get(key), 'id', selection)),
  );
  get('/2/users/by/username/:username', (_query, { username }, selection) =>
    first(users([String(username)], named, 'username', selection)),
  );
  get('/2/tweets', ({ ids }, _params, selection) => {
    const asked = split(ids);
    const found = asked.flatMap((id) => recent.byId(id) ?? []).map((post) => renderRecent(post, selection));
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
  get('/2/trends/by/woeid/:woeid', ({ max_trends: max }, { woeid }) => ({
    data: trends(Number(woeid), Number(max ?? 20)),
  }));
  get('/2/usage/tweets', () => ({
    data: {
      project_id: '1',
      project_cap: '3000000',
      project_usage: String(log.total()),
      cap_reset_day: 1,
      daily_project_usage: {
        project_id: '1',
        usage: [{ date: new Date(clock.now()).toISOString(), usage: String(log.total()) }],
      },
    },
  }));
}

const split = (value: unknown): readonly string[] =>
  typeof value === 'string' && value !== '' ? value.split(',').slice(0, MAX_LOOKUPS) : [];

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
function trends(woeid: number, max: number): object[] {
  const all = LANGUAGES.flatMap(({ hashtags, share }) =>
    hashtags.map((tag, rank) => ({ tag, weight: share / (rank + 1) })),
  );
  const turned = all.map((_, index) => all[(index + woeid) % all.length] as (typeof all)[number]);
  return (woeid === 1 ? all : turned)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, Math.min(50, Math.max(1, max)))
    .map(({ tag, weight }) => ({ trend_name: `#${tag}`, tweet_count: Math.round(weight * 1_000) }));
}
