import type { InvalidParameter } from './rule-problems';
import type { RuleCandidate } from './rule-store';

export type RulesUpdate = { readonly dryRun: boolean } & (
  | { readonly kind: 'add'; readonly candidates: readonly RuleCandidate[] }
  | { readonly kind: 'delete'; readonly by: 'ids' | 'values'; readonly keys: readonly string[] }
  | { readonly kind: 'delete-all' }
);

export interface RulesQuery {
  readonly ids?: readonly string[];
  readonly maxResults: number;
  readonly afterId?: string;
}

/** The request as understood, or every parameter that is wrong. */
export type Understood<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly InvalidParameter[] };

const ok = <T>(value: T): Understood<T> => ({ ok: true, value });
const wrong = (...problems: readonly InvalidParameter[]): Understood<never> => ({ ok: false, problems });

const RULE_ID = /^[0-9]{1,19}$/;
const TOKEN_LENGTH = 16;
const MAX_RESULTS = 1000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const unknownMember = (
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
): string | undefined => Object.keys(value).find((member) => !known.includes(member));

/** A query parameter's text; given more than once, the last one counts. */
const one = (value: unknown): string | undefined => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : undefined;
};

/** A comma-separated parameter, which may also be repeated. */
const many = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'string') {
    return value.split(',');
  }
  return isStrings(value) ? value.flatMap((each) => each.split(',')) : undefined;
};

function readCandidate(value: unknown, index: number): Understood<RuleCandidate> {
  const name = `add[${index}]`;
  if (!isObject(value)) {
    return wrong({ name, message: `${name} must be an object with a value` });
  }
  const unknown = unknownMember(value, ['value', 'tag']);
  if (unknown !== undefined) {
    return wrong({ name, values: [unknown], message: `${name} has the unknown member ${unknown}` });
  }
  if (typeof value['value'] !== 'string') {
    return wrong({ name, message: `${name}.value must be a string` });
  }
  const { tag } = value;
  if (tag !== undefined && typeof tag !== 'string') {
    return wrong({ name, message: `${name}.tag must be a string` });
  }
  return ok({ value: value['value'], ...(tag !== undefined && { tag }) });
}

function readAdd(add: unknown, dryRun: boolean): Understood<RulesUpdate> {
  if (!Array.isArray(add) || add.length === 0) {
    return wrong({ name: 'add', message: 'add must be a list of at least one rule' });
  }
  const read = add.map(readCandidate);
  const problems = read.flatMap((candidate) => (candidate.ok ? [] : candidate.problems));
  if (problems.length > 0) {
    return wrong(...problems);
  }
  return ok({
    kind: 'add',
    dryRun,
    candidates: read.flatMap((candidate) => (candidate.ok ? [candidate.value] : [])),
  });
}

function readDelete(value: unknown, dryRun: boolean): Understood<RulesUpdate> {
  if (!isObject(value)) {
    return wrong({ name: 'delete', message: 'delete must be an object with ids or values' });
  }
  const unknown = unknownMember(value, ['ids', 'values']);
  if (unknown !== undefined) {
    return wrong({ name: 'delete', values: [unknown], message: `delete has the unknown member ${unknown}` });
  }
  const { ids, values } = value;
  if ((ids === undefined) === (values === undefined)) {
    return wrong({ name: 'delete', message: 'delete takes either ids or values' });
  }
  const by = ids === undefined ? 'values' : 'ids';
  const keys = ids ?? values;
  if (!isStrings(keys) || keys.length === 0) {
    return wrong({ name: `delete.${by}`, message: `delete.${by} must be a list of at least one string` });
  }
  const malformed = by === 'ids' ? keys.filter((id) => !RULE_ID.test(id)) : [];
  if (malformed.length > 0) {
    return wrong({ name: 'delete.ids', values: malformed, message: 'a rule id has 1 to 19 digits' });
  }
  return ok({ kind: 'delete', dryRun, by, keys });
}

function readFlag(query: Readonly<Record<string, unknown>>, name: string): Understood<boolean> {
  const value = one(query[name]);
  if (value === undefined || value === 'false') {
    return ok(false);
  }
  if (value === 'true') {
    return ok(true);
  }
  return wrong({ name, values: [value], message: `${name} must be true or false` });
}

/** Reads a POST: exactly one of `add`, `delete` and `?delete_all=true`. */
export function readRulesUpdate(
  query: Readonly<Record<string, unknown>>,
  body: unknown,
): Understood<RulesUpdate> {
  const dryRun = readFlag(query, 'dry_run');
  const deleteAll = readFlag(query, 'delete_all');
  if (!dryRun.ok) {
    return dryRun;
  }
  if (!deleteAll.ok) {
    return deleteAll;
  }
  const members = body ?? {};
  if (!isObject(members)) {
    return wrong({ message: 'The body must be a JSON object' });
  }
  const unknown = unknownMember(members, ['add', 'delete']);
  if (unknown !== undefined) {
    return wrong({ name: unknown, message: `The body has the unknown member ${unknown}` });
  }
  const { add, delete: deletion } = members;
  const asked = [add !== undefined, deletion !== undefined, deleteAll.value].filter(Boolean).length;
  if (asked !== 1) {
    return wrong({ message: 'Exactly one of add, delete and delete_all must be given' });
  }
  if (deleteAll.value) {
    return ok({ kind: 'delete-all', dryRun: dryRun.value });
  }
  return add === undefined ? readDelete(deletion, dryRun.value) : readAdd(add, dryRun.value);
}

/** Reads a GET. */
export function readRulesQuery(query: Readonly<Record<string, unknown>>): Understood<RulesQuery> {
  const problems: InvalidParameter[] = [];
  const ids = many(query['ids']);
  const malformed = ids?.filter((id) => !RULE_ID.test(id)) ?? [];
  if (malformed.length > 0) {
    problems.push({ name: 'ids', values: malformed, message: 'a rule id has 1 to 19 digits' });
  }
  const maxText = one(query['max_results']) ?? String(MAX_RESULTS);
  const maxResults = /^[0-9]{1,4}$/.test(maxText) ? Number(maxText) : 0;
  if (maxResults < 1 || maxResults > MAX_RESULTS) {
    const message = `max_results must be from 1 to ${MAX_RESULTS}`;
    problems.push({ name: 'max_results', values: [maxText], message });
  }
  const token = one(query['pagination_token']);
  const afterId = token === undefined ? undefined : decodeToken(token);
  if (token !== undefined && afterId === undefined) {
    problems.push({
      name: 'pagination_token',
      values: [token],
      message: 'pagination_token is not one of ours',
    });
  }
  if (problems.length > 0) {
    return wrong(...problems);
  }
  return ok({ maxResults, ...(ids && { ids }), ...(afterId !== undefined && { afterId }) });
}

/** Tokens name the last rule of a page, so that pages neither skip nor repeat when rules change in between. */
export const encodeToken = (afterId: string): string =>
  BigInt(afterId).toString(32).toUpperCase().padStart(TOKEN_LENGTH, '0');

function decodeToken(token: string): string | undefined {
  if (token.length !== TOKEN_LENGTH || !/^[0-9A-V]+$/i.test(token)) {
    return undefined;
  }
  return Array.from(token)
    .reduce((sum, digit) => sum * 32n + BigInt(parseInt(digit, 32)), 0n)
    .toString();
}
