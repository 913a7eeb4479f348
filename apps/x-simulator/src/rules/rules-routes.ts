import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  invalidRequest,
  refusalOf,
  ruleCap,
  ruleNotFound,
  type InvalidParameter,
  type Problem,
} from './rule-problems';
import type { RuleLimits, RuleStore } from './rule-store';
import {
  encodeToken,
  readRulesQuery,
  readRulesUpdate,
  type RulesQuery,
  type RulesUpdate,
} from './rules-request';

export interface RulesRoutesOptions {
  readonly store: RuleStore;
  readonly clock: { now(): number };
  readonly limits: RuleLimits;
  /** The one app whose rules these are, as `/counts` names it. */
  readonly clientAppId?: string;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

type Query = Readonly<Record<string, unknown>>;

const RULES = '/2/tweets/search/stream/rules';

/** Members without content are left out, as X does. */
const compact = (data: readonly object[], errors: readonly Problem[], meta: object): object => ({
  ...(data.length > 0 && { data }),
  meta,
  ...(errors.length > 0 && { errors }),
});

const refuse = (problems: readonly InvalidParameter[]): Answer => ({
  status: 400,
  body: invalidRequest(...problems),
});

function listRules(
  { store }: RulesRoutesOptions,
  { ids, maxResults, afterId = '0' }: RulesQuery,
  sent: string,
): Answer {
  const wanted = ids && new Set(ids);
  const found = store.list().filter(({ id }) => wanted?.has(id) ?? true);
  const rest = found.filter(({ id }) => BigInt(id) > BigInt(afterId));
  const page = rest.slice(0, maxResults);
  const known = new Set(found.map(({ id }) => id));
  const errors = [...(wanted ?? [])].filter((id) => !known.has(id)).map(ruleNotFound);
  const last = page.at(-1);
  const more = last !== undefined && rest.length > page.length ? { next_token: encodeToken(last.id) } : {};
  return { status: 200, body: compact(page, errors, { sent, result_count: page.length, ...more }) };
}

function addRules(options: RulesRoutesOptions, update: RulesUpdate & { kind: 'add' }, sent: string): Answer {
  const results = options.store.add(update.candidates, update);
  if (!results) {
    return { status: 400, body: ruleCap(options.limits) };
  }
  const rules = results.flatMap((result) => (result.kind === 'added' ? [result.rule] : []));
  const errors = results.flatMap((result) => refusalOf(result) ?? []);
  const refused = results.length - rules.length;
  // X counts a duplicate as invalid.
  const summary = { created: rules.length, not_created: refused, valid: rules.length, invalid: refused };
  const created = rules.length > 0 && !update.dryRun;
  return { status: created ? 201 : 200, body: compact(rules, errors, { sent, summary }) };
}

function deleteRules(
  { store }: RulesRoutesOptions,
  update: Exclude<RulesUpdate, { kind: 'add' }>,
  sent: string,
): Answer {
  const ids =
    update.kind === 'delete-all'
      ? store.list().map(({ id }) => id)
      : update.keys.map((key) => (update.by === 'ids' ? key : (store.findByValue(key)?.id ?? '')));
  const removed = store.remove(ids, update);
  const known = new Set(removed.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  const errors = missing.map(() => invalidRequest({ message: 'Rule does not exist' }));
  const summary = { deleted: removed.length, not_deleted: missing.length };
  return { status: 200, body: compact([], errors, { sent, summary }) };
}

function countRules({ store, limits, clientAppId = '1' }: RulesRoutesOptions): object {
  const own = { client_app_id: clientAppId, rule_count: store.list().length };
  return {
    data: {
      cap_per_client_app: String(limits.maxRules),
      cap_per_project: String(limits.maxRules),
      client_app_rules_count: own,
      all_project_client_apps: [own],
      project_rules_count: String(own.rule_count),
    },
  };
}

/** A fastify plugin with X's endpoints for the filtered stream's rules. Authentication is the caller's. */
export function rulesRoutes(app: FastifyInstance, options: RulesRoutesOptions, done: () => void): void {
  const sent = (): string => new Date(options.clock.now()).toISOString();
  const send = (reply: FastifyReply, { status, body }: Answer) => reply.code(status).send(body);

  // A body that is no JSON never reaches the handler.
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    if ((error.statusCode ?? 500) >= 500) {
      throw error;
    }
    return send(reply, refuse([{ message: error.message }]));
  });

  app.get(RULES, (request, reply) => {
    const query = readRulesQuery(request.query as Query);
    return send(reply, query.ok ? listRules(options, query.value, sent()) : refuse(query.problems));
  });

  app.post(RULES, (request, reply) => {
    const update = readRulesUpdate(request.query as Query, request.body);
    if (!update.ok) {
      return send(reply, refuse(update.problems));
    }
    const { value } = update;
    return send(
      reply,
      value.kind === 'add' ? addRules(options, value, sent()) : deleteRules(options, value, sent()),
    );
  });

  app.get(`${RULES}/counts`, (_request, reply) => reply.send(countRules(options)));
  done();
}
