import type { XRule, XRuleToAdd } from '../x/client';

/** What makes X's rules ours, in this order; nothing that both want is ever missing in between. */
export interface RuleChanges {
  /** Deleted before anything is added: X's cap leaves no room otherwise, or only the tag changes. */
  readonly deleteFirst: readonly XRule[];
  readonly add: readonly XRuleToAdd[];
  readonly deleteAfter: readonly XRule[];
}

export interface DiffOptions {
  readonly maxRules: number;
  /** Whether rules that are not ours are deleted. */
  readonly prune: boolean;
}

/** Compares what we want with what X has, by value and tag. Pure. */
export function diffRules(
  wanted: readonly XRuleToAdd[],
  existing: readonly XRule[],
  { maxRules, prune }: DiffOptions,
): RuleChanges {
  const tags = new Map(wanted.map(({ value, tag }) => [value, tag]));
  const existingTags = new Map(existing.map(({ value, tag }) => [value, tag]));
  const isKept = ({ value, tag }: XRule): boolean => tags.get(value) === tag;

  const add = wanted.filter(({ value, tag }) => existingTags.get(value) !== tag);
  // X takes no second rule with the same value, so that a new tag needs the old rule gone.
  const retagged = existing.filter((rule) => tags.has(rule.value) && !isKept(rule));
  const unwanted = prune ? existing.filter(({ value }) => !tags.has(value)) : [];
  const excess = existing.length - retagged.length + add.length - maxRules;
  const first = Math.min(Math.max(0, excess), unwanted.length);
  return {
    deleteFirst: [...retagged, ...unwanted.slice(0, first)],
    add,
    deleteAfter: unwanted.slice(first),
  };
}
