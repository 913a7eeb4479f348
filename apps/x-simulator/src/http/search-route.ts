import type { FastifyInstance } from 'fastify';
import { parseRule } from '@tdp/x-rules';
import type { Clock } from '../clock';
import { readFieldSelection } from '../posts/field-selection';
import type { Population } from '../generator/population';
import type { Emission } from '../posts/emission';
import { createPostRenderer } from '../posts/post-renderer';
import type { RecentPosts } from '../posts/recent-posts';
import { compileMatcher } from '../rules/compile-matcher';
import { invalidRequest } from '../rules/rule-problems';
import type { XIncludes } from '../wire';
import { mergeIncludes } from './merge-includes';
import { sendProblem } from './problems';
import { createQueryReader, type Query, type QueryReader } from './query-reader';

export interface SearchDeps {
  readonly recent: RecentPosts;
  readonly population: Population;
  readonly clock: Clock;
  /** Unless end_time asks for more, only posts this old are found: X's index needs a moment. */
  readonly delayMs: number;
}

const MAX_QUERY_LENGTH = 512;
const ID = /^[0-9]{1,19}$/;
/** Ours: the id of the last post of the page before. */
const TOKEN = /^b26v[0-9]{1,19}$/;

/** GET /2/tweets/search/recent over the posts emitted last, newest first. */
export function searchRoute(app: FastifyInstance, { recent, population, clock, delayMs }: SearchDeps): void {
  app.get('/2/tweets/search/recent', (request, reply) => {
    const raw = request.query as Query;
    const query = createQueryReader(raw);
    const selection = readFieldSelection(raw);
    const maxResults = query.integer('max_results', { min: 10, max: 100, fallback: 10 });
    const isWanted = createFilter(query, clock.now() - delayMs);
    const value = typeof raw['query'] === 'string' ? raw['query'] : '';
    const parsed = parseRule(value, { maxLength: MAX_QUERY_LENGTH });
    const syntax = parsed.ok
      ? []
      : parsed.problems.map(({ message, offset }) => ({
          name: 'query',
          values: [value],
          message: `${message} (at position ${offset + 1})`,
        }));
    const problems = ['post' in selection ? [] : selection, query.problems, syntax].flat();
    if (problems.length > 0 || !parsed.ok || !('post' in selection)) {
      return sendProblem(reply, { status: 400, body: invalidRequest(...problems) });
    }
    const matches = compileMatcher(parsed.node);
    const found = recent.newestFirst().filter((post) => isWanted(post) && matches(post.template.matchInput));
    const page = found.slice(0, maxResults);
    const renderer = createPostRenderer(selection, population);
    const rendered = page.map((post) => renderer.answer(post));
    const includes = mergeIncludes(
      rendered.flatMap(({ includes: each }): XIncludes[] => (each === undefined ? [] : [each])),
    );
    const newest = page[0]?.id;
    const oldest = page.at(-1)?.id;
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

function createFilter(query: QueryReader, settledUntil: number): (post: Emission) => boolean {
  const token = query.text('next_token', TOKEN) ?? query.text('pagination_token', TOKEN);
  const untilId = query.text('until_id', ID);
  const sinceId = query.text('since_id', ID);
  query.text('sort_order', /^(recency|relevancy)$/);
  const from = query.instant('start_time') ?? 0;
  const until = query.instant('end_time') ?? settledUntil;
  if (query.problems.length > 0) {
    return () => false;
  }
  const before = [untilId, token?.slice(4)].flatMap((id) => (id === undefined ? [] : [BigInt(id)]));
  const after = BigInt(sinceId ?? 0);
  return (emission) => {
    const id = BigInt(emission.id);
    return (
      emission.createdAtMs >= from &&
      emission.createdAtMs <= until &&
      id > after &&
      before.every((limit) => id < limit)
    );
  };
}
