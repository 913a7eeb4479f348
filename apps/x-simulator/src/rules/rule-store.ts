import { parseRule, type RuleProblem } from '@tdp/x-rules';
import { createSnowflakes } from '../snowflake';
import { compileMatcher } from './compile-matcher';
import type { MatchInput } from './match-input';
import type { Matcher } from './match-operator';

export interface RuleLimits {
  /** X: 1,000 for pay-per-use. */
  readonly maxRules: number;
  /** In code points. X: 1,024 for pay-per-use. */
  readonly maxLength: number;
}

export interface RuleCandidate {
  readonly value: string;
  readonly tag?: string;
}

export interface Rule extends RuleCandidate {
  readonly id: string;
}

/** As a streamed post carries it. */
export type MatchingRule = Pick<Rule, 'id' | 'tag'>;

export type AddResult =
  | { readonly kind: 'added'; readonly rule: Rule }
  | { readonly kind: 'duplicate'; readonly rule: Rule }
  | { readonly kind: 'invalid'; readonly value: string; readonly problems: readonly RuleProblem[] };

export interface ChangeOptions {
  /** Decide everything, change nothing. */
  readonly dryRun: boolean;
}

export interface RuleStore {
  /** Grows by one with every change. */
  readonly version: number;
  /** Oldest first. */
  list(): readonly Rule[];
  findByValue(value: string): Rule | undefined;
  /** One result per candidate, in order; undefined if the rules would be too many, and then none is added. */
  add(candidates: readonly RuleCandidate[], options: ChangeOptions): readonly AddResult[] | undefined;
  /** The rules that were removed; unknown ids are passed over. */
  remove(ids: readonly string[], options: ChangeOptions): readonly Rule[];
  /** Every active rule that the post matches, oldest first. Cheap enough to call for each post. */
  match(input: MatchInput): readonly MatchingRule[];
  /** Calls the listener after each change, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

export interface RuleStoreDeps {
  readonly clock: { now(): number };
  readonly limits: RuleLimits;
}

interface ActiveRule {
  readonly rule: Rule;
  readonly matchingRule: MatchingRule;
  readonly matches: Matcher;
}

function createSignal() {
  const listeners = new Set<() => void>();
  return {
    emit: (): void => {
      for (const listener of listeners) {
        listener();
      }
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return (): void => void listeners.delete(listener);
    },
  };
}

interface Decision {
  readonly result: AddResult;
  readonly added?: ActiveRule;
}

/** Two rules with one value are duplicates whatever their tags, also within one request. */
function decide(
  { value, tag }: RuleCandidate,
  {
    maxLength,
    nextId,
    find,
  }: { maxLength: number; nextId: () => string; find: (value: string) => Rule | undefined },
): Decision {
  const parsed = parseRule(value, { maxLength });
  if (!parsed.ok) {
    return { result: { kind: 'invalid', value, problems: parsed.problems } };
  }
  const existing = find(value);
  if (existing) {
    return { result: { kind: 'duplicate', rule: existing } };
  }
  const matchingRule: MatchingRule = { id: nextId(), ...(tag !== undefined && { tag }) };
  const rule: Rule = { ...matchingRule, value };
  return {
    result: { kind: 'added', rule },
    added: { rule, matchingRule, matches: compileMatcher(parsed.node) },
  };
}

/** The rules of one app: what X keeps on its side between requests. */
export function createRuleStore({ clock, limits }: RuleStoreDeps): RuleStore {
  const snowflakes = createSnowflakes();
  const nextId = (): string => snowflakes.next(clock.now());
  const { maxLength, maxRules } = limits;
  const byId = new Map<string, ActiveRule>();
  let byValue: ReadonlyMap<string, Rule> = new Map();
  const changes = createSignal();
  let active: readonly ActiveRule[] = [];
  let version = 0;

  const changed = (): void => {
    active = [...byId.values()];
    byValue = new Map(active.map(({ rule }) => [rule.value, rule]));
    version += 1;
    changes.emit();
  };

  const add: RuleStore['add'] = (candidates, { dryRun }) => {
    const fresh = new Map<string, ActiveRule>();
    const find = (value: string) => byValue.get(value) ?? fresh.get(value)?.rule;
    const results = candidates.map((candidate) => {
      const { result, added } = decide(candidate, { maxLength, nextId, find });
      if (added) {
        fresh.set(candidate.value, added);
      }
      return result;
    });
    if (byId.size + fresh.size > maxRules) {
      return undefined;
    }
    if (dryRun || fresh.size === 0) {
      return results;
    }
    for (const added of fresh.values()) {
      byId.set(added.rule.id, added);
    }
    changed();
    return results;
  };

  const remove: RuleStore['remove'] = (ids, { dryRun }) => {
    const removed = [...new Set(ids)].flatMap((id) => byId.get(id)?.rule ?? []);
    if (dryRun || removed.length === 0) {
      return removed;
    }
    for (const { id } of removed) {
      byId.delete(id);
    }
    changed();
    return removed;
  };

  return {
    get version() {
      return version;
    },
    list: () => active.map(({ rule }) => rule),
    findByValue: (value) => byValue.get(value),
    add,
    remove,
    match: (input) => active.filter(({ matches }) => matches(input)).map(({ matchingRule }) => matchingRule),
    onChange: changes.subscribe,
  };
}
