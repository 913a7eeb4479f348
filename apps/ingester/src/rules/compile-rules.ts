import type { YamlPath, YamlProblem } from '@tdp/service/yaml';
import { checkLength, formatProblem, parseRule, type RuleProblem } from '@tdp/x-rules';
import type { XRuleToAdd } from '../x/client';
import { joinTerms, readTerms } from './compile-entry';
import { readRulesFile, type DescribedRule, type RawRule, type RulesFile } from './rules-file';

export interface RuleLimits {
  readonly maxRules: number;
  /** Characters of one rule. */
  readonly maxLength: number;
}

export type CompiledRules =
  | {
      readonly ok: true;
      readonly rules: readonly XRuleToAdd[];
      /** What X may refuse of the rules that are trusted. */
      readonly doubts: readonly YamlProblem[];
    }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

interface PlacedRule extends XRuleToAdd {
  readonly path: YamlPath;
}

interface CompiledEntry {
  readonly rules: readonly PlacedRule[];
  readonly problems: readonly YamlProblem[];
  readonly doubts?: readonly YamlProblem[];
}

/**
 * Compiles the text of rules.yaml to X rules and refuses what X would refuse, before any call: every
 * problem at once, with its line.
 */
export function compileRules(text: string, limits: RuleLimits): CompiledRules {
  const file = readRulesFile(text);
  const compiled = file.entries.map(({ entry, path }) =>
    'rule' in entry ? compileRaw(entry, path, file, limits) : compileDescribed(entry, path, file, limits),
  );
  const rules = compiled.flatMap((entry) => entry.rules);
  const problems = [
    ...file.problems,
    ...compiled.flatMap((entry) => entry.problems),
    ...findDuplicates(rules, file),
    ...findExcess(rules, file, limits),
  ].sort((left, right) => left.line - right.line);
  return problems.length > 0
    ? { ok: false, problems }
    : {
        ok: true,
        rules: rules.map(({ value, tag }) => ({ value, tag })),
        doubts: compiled.flatMap(({ doubts = [] }) => doubts),
      };
}

function compileRaw(entry: RawRule, path: YamlPath, file: RulesFile, limits: RuleLimits): CompiledEntry {
  const rulePath = [...path, 'rule'];
  // YAML folds long rules over several lines; X has no line breaks.
  const value = entry.rule.trim().replace(/\s+/gu, ' ');
  const line = file.lineOf(rulePath);
  const placed = { value, tag: entry.tag, path: rulePath };
  if (entry.trust) {
    // The grammar is ours, and X's may have grown: X judges such a rule alone, in its trial before it is added.
    const problems = checkLength(value, limits).map((problem) => placeProblem(placed, line, problem));
    return problems.length > 0
      ? { rules: [], problems }
      : { rules: [placed], problems, doubts: checkRule(value, entry.tag, line, limits) };
  }
  const problems = checkRule(value, entry.tag, line, limits, TRUST_HINT);
  return { rules: problems.length > 0 ? [] : [placed], problems };
}

function compileDescribed(
  entry: DescribedRule,
  path: YamlPath,
  file: RulesFile,
  limits: RuleLimits,
): CompiledEntry {
  const terms = readTerms(entry, path);
  const line = file.lineOf(path);
  const told = (message: string, at: number): YamlProblem => ({
    line: at,
    message: `${tagged(entry.tag)}: ${message}`,
  });
  if (terms.problems.length > 0) {
    const problems = terms.problems.map((problem) => told(problem.message, file.lineOf(problem.path)));
    return { rules: [], problems };
  }
  if (terms.any.length === 0) {
    const lists = 'keywords, phrases, hashtags, cashtags, accounts, mentions and places';
    return { rules: [], problems: [told(`nothing to follow: at least one of ${lists} is needed`, line)] };
  }
  const values = joinTerms(terms, limits.maxLength);
  if (values === null) {
    const message = `languages and exclusions leave no room: a rule may have ${limits.maxLength} characters`;
    return { rules: [], problems: [told(message, line)] };
  }
  const problems = values.flatMap((value) => checkRule(value, entry.tag, line, limits));
  return { rules: values.map((value) => ({ value, tag: entry.tag, path })), problems };
}

const TRUST_HINT = '\n  if X takes it all the same, write `trust: true` beside the rule';

function checkRule(
  value: string,
  tag: string,
  line: number,
  limits: RuleLimits,
  hint = '',
): readonly YamlProblem[] {
  const parsed = parseRule(value, limits);
  if (parsed.ok) {
    return [];
  }
  const hints = checkLength(value, limits).length > 0 ? '' : hint;
  return parsed.problems.map((problem) => placeProblem({ value, tag }, line, problem, hints));
}

const placeProblem = (
  { value, tag }: XRuleToAdd,
  line: number,
  problem: RuleProblem,
  hint = '',
): YamlProblem => ({ line, message: `${tagged(tag)}: ${formatProblem(value, problem)}${hint}` });

/** X refuses a second rule with the same value, whatever its tag. */
function findDuplicates(rules: readonly PlacedRule[], file: RulesFile): YamlProblem[] {
  const first = new Map<string, PlacedRule>();
  return rules.flatMap((rule) => {
    const earlier = first.get(rule.value);
    if (earlier === undefined) {
      first.set(rule.value, rule);
      return [];
    }
    const message = `${tagged(rule.tag)}: the same rule as in line ${file.lineOf(earlier.path)}`;
    return [{ line: file.lineOf(rule.path), message }];
  });
}

function findExcess(rules: readonly PlacedRule[], file: RulesFile, { maxRules }: RuleLimits): YamlProblem[] {
  const firstTooMany = rules[maxRules];
  return firstTooMany === undefined
    ? []
    : [
        {
          line: file.lineOf(firstTooMany.path),
          message: `the file makes ${rules.length} rules; X allows ${maxRules} (INGESTER_RULE_LIMIT)`,
        },
      ];
}

const tagged = (tag: string): string => `rule ${JSON.stringify(tag)}`;

/** All problems, for people. */
export function describeProblems(file: string, problems: readonly YamlProblem[]): string {
  return problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n');
}
