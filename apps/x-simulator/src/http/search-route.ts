import type { FastifyInstance } from 'fastify';
import { parseRule } from '@tdp/x-rules';
import type { Clock } from '../clock';
import { readFieldSelection } from '../posts/field-selection';
import { renderRecent, type RecentPost, type RecentPosts } from '../posts/recent-posts';
import { compileMatcher } from '../rules/compile-matcher';
import { invalidRequest, type InvalidParameter } from '../rules/rule-problems';
import type { XIncludes } from '../wire';
import { sendProblem } from './problems';
import { mergeIncludes } from './merge-includes';

const MAX_QUERY_LENGTH = 512;
/** X answers about posts only when they are this old, unless end_time asks for more. */
const SETTLED_MS = 0;

interface SearchQuery {
  readonly query?: string;
  readonly max_results?: string;
  readonly since_id?: string;
  readonly until_id?: string;
  readonly start_time?: string;
  readonly end_time?: string;
  readonly next_token?: string;
  readonly pagination_token?: string;
}

/** GET /2/tweets/search/recent over the posts emitted last, newest first. */
export function searchRoute(app: FastifyInstance, deps: { recent: RecentPosts; clock: Clock }): void {
  app.get('/2/tweets/search/recent', (request, reply) => {
    const query = request.query as SearchQuery & Record<string, unknown>;
    const selection = readFieldSelection(query);
    const problems: InvalidParameter[] = 'post' in selection ? [] : [...selection];
    const maxResults = Number(query.max_results ?? 10);
    if (!Number.isInteger(maxResults) || maxResults < 10 || maxResults > 100) {
      problems.push({
        name: 'max_results',
        values: [String(query.max_results)],
        message: 'The `max_results` query parameter value must be between 10 and 100',
      });
    }
    const parsed = parseRule(query.query ?? '', { maxLength: MAX_QUERY_LENGTH });
    if (!parsed.ok) {
      problems.push(
        ...parsed.problems.map(({ message, offset }) => ({
          name: 'query',
          values: [query.query ?? ''],
          message: `${message} (at position ${offset + 1})`,
        })),
      );
    }
    problems.push(...badTimes(query));
    if (problems.length > 0 || !parsed.ok || !('post' in selection)) {
      return sendProblem(reply, { status: 400, body: invalidRequest(...problems) });
    }
    const matches = compileMatcher(parsed.node);
    const isWanted = createFilter(query, deps.clock.now() - SETTLED_MS);
    const found = deps.recent
      .newestFirst()
      .filter((post) => isWanted(post) && matches(post.template.matchInput));
    const page = found.slice(0, maxResults);
    const rendered = page.map((post) => renderRecent(post, selection));
    const includes = mergeIncludes(
      rendered.flatMap(({ includes: each }): XIncludes[] => (each === undefined ? [] : [each])),
    );
    const newest = page[0]?.emission.id;
    const oldest = page.at(-1)?.emission.id;
    return reply.send({
      ...(page.length > 0 && { data: rendered.map(({ data }) => data) }),
      ...(Object.keys(includes).length > 0 && { includes }),
      meta: {
        ...(newest !== undefined && { newest_id: newest, oldest_id: oldest }),
        result_count: page.length,
        ...(found.length > page.length && { next_token: `b26v${oldest}` }),
      },
    });
  });
}

function badTimes({ start_time: start, end_time: end }: SearchQuery): InvalidParameter[] {
  return Object.entries({ start_time: start, end_time: end }).flatMap(([name, value]) =>
    value === undefined || !Number.isNaN(Date.parse(value))
      ? []
      : [{ name, values: [value], message: `Invalid '${name}':'${value}'. Must be an RFC 3339 date-time` }],
  );
}

function createFilter(query: SearchQuery, now: number): (post: RecentPost) => boolean {
  const token = query.next_token ?? query.pagination_token;
  const before = [query.until_id, token?.replace(/^b26v/, '')].flatMap((id) =>
    id === undefined ? [] : [BigInt(id)],
  );
  const after = query.since_id === undefined ? undefined : BigInt(query.since_id);
  const from = query.start_time === undefined ? 0 : Date.parse(query.start_time);
  const until = query.end_time === undefined ? now : Date.parse(query.end_time);
  return ({ emission }) => {
    const id = BigInt(emission.id);
    return (
      emission.createdAtMs >= from &&
      emission.createdAtMs <= until &&
      (after === undefined || id > after) &&
      before.every((limit) => id < limit)
    );
  };
}
