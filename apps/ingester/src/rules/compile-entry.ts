import { allOf, anyOf, cashtag, from, hashtag, keyword, mention, not, parseRule, quote } from '@tdp/x-rules';
import type { YamlPath } from '@tdp/service/yaml';
import type { DescribedRule, Place } from './rules-file';

/** One condition of a rule and where the file asks for it. */
export interface Term {
  readonly rule: string;
  readonly path: YamlPath;
}

/** A condition that X would refuse. */
export interface TermProblem {
  readonly message: string;
  readonly path: YamlPath;
}

/** An entry as conditions: any of these, all of those. */
export interface EntryTerms {
  readonly any: readonly Term[];
  readonly all: readonly Term[];
  readonly problems: readonly TermProblem[];
}

function placeRule(place: Place): string {
  if (typeof place === 'string') {
    return `place:${/^[0-9a-f]{16}$/.test(place) ? place : quote(place)}`;
  }
  if ('country' in place) {
    return `place_country:${place.country}`;
  }
  if ('point_radius' in place) {
    const { longitude, latitude, radius } = place.point_radius;
    return `point_radius:[${longitude} ${latitude} ${radius}]`;
  }
  const { west, south, east, north } = place.bounding_box;
  return `bounding_box:[${west} ${south} ${east} ${north}]`;
}

/** Turns an entry's lists into conditions, each checked by itself, so that a problem has its own line. */
export function readTerms(entry: DescribedRule, base: YamlPath): EntryTerms {
  const problems: TermProblem[] = [];

  function terms<T>(values: readonly T[], where: YamlPath, build: (value: T) => string): readonly Term[] {
    return values.flatMap((value, index) => {
      const path = [...base, ...where, index];
      const term = check(() => build(value), path);
      if (term.problem !== null) {
        problems.push(term.problem);
      }
      return term.rule === null ? [] : [{ rule: term.rule, path }];
    });
  }

  const { exclude } = entry;
  const excluded = <T>(values: readonly T[], name: string, build: (value: T) => string): readonly Term[] =>
    terms(values, ['exclude', name], (value) => not(build(value)));
  const flag = (isSet: boolean, name: string, rule: string): readonly Term[] =>
    isSet ? [{ rule, path: [...base, 'exclude', name] }] : [];
  const languages = terms(entry.languages, ['languages'], (language) => `lang:${language}`);

  return {
    any: [
      ...terms(entry.keywords, ['keywords'], keyword),
      ...terms(entry.phrases, ['phrases'], quote),
      ...terms(entry.hashtags, ['hashtags'], hashtag),
      ...terms(entry.cashtags, ['cashtags'], cashtag),
      ...terms(entry.accounts, ['accounts'], from),
      ...terms(entry.mentions, ['mentions'], mention),
      ...terms(entry.places, ['places'], placeRule),
    ],
    all: [
      ...(languages.length === 0
        ? []
        : [{ rule: anyOf(...languages.map(({ rule }) => rule)), path: [...base, 'languages'] }]),
      ...excluded(exclude.keywords, 'keywords', keyword),
      ...excluded(exclude.phrases, 'phrases', quote),
      ...excluded(exclude.hashtags, 'hashtags', hashtag),
      ...excluded(exclude.accounts, 'accounts', from),
      ...excluded(exclude.mentions, 'mentions', mention),
      ...flag(exclude.reposts, 'reposts', '-is:retweet'),
      ...flag(exclude.quotes, 'quotes', '-is:quote'),
      ...flag(exclude.replies, 'replies', '-is:reply'),
    ],
    problems,
  };
}

/** Some conditions cannot stand alone; beside this one they can. */
const ANCHOR = 'anchor';

function check(
  build: () => string,
  path: YamlPath,
): { readonly rule: string | null; readonly problem: TermProblem | null } {
  let rule: string;
  try {
    rule = build();
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    return { rule: null, problem: { message: error.message, path } };
  }
  const parsed = parseRule(allOf(ANCHOR, rule), { maxLength: Infinity });
  if (parsed.ok) {
    return { rule, problem: null };
  }
  const [first] = parsed.problems;
  const hint = first?.hint === undefined ? '' : `; ${first.hint}`;
  return { rule: null, problem: { message: `${first?.message ?? 'X would refuse it'}${hint}`, path } };
}

/**
 * Joins conditions into as few rules as the length allows, in order. Null when a single condition with
 * everything it needs beside it is already too long.
 */
export function joinTerms({ any, all }: EntryTerms, maxLength: number): readonly string[] | null {
  const conditions = all.map(({ rule }) => rule);
  const build = (terms: readonly string[]): string => allOf(anyOf(...terms), ...conditions);
  const rules: string[] = [];
  let current: string[] = [];
  for (const { rule } of any) {
    if (current.length > 0 && codePoints(build([...current, rule])) > maxLength) {
      rules.push(build(current));
      current = [];
    }
    current.push(rule);
    if (codePoints(build(current)) > maxLength) {
      return null;
    }
  }
  return current.length === 0 ? rules : [...rules, build(current)];
}

const codePoints = (text: string): number => [...text].length;
