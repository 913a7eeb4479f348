import { readYaml, type YamlPath, type YamlProblem } from '@tdp/service/yaml';
import { foldText } from './fold';
import { isOfLanguage, readLanguage } from './language-range';
import { readTerms, TERM_KEYS } from './read-terms';
import { kindOfValue, readList, readMap, readText, type Report } from './read-values';
import type { Topic, TopicTerms } from './topic';

/** Something wrong with a topics file. */
export interface TopicsProblem extends YamlProblem {
  readonly file: string;
}

export type ParsedTopics =
  | { readonly ok: true; readonly topics: readonly Topic[] }
  | { readonly ok: false; readonly problems: readonly TopicsProblem[] };

const FILE_KEYS = ['topics'];
const TOPIC_KEYS = ['name', ...TERM_KEYS, 'exclude', 'languages'];
const MAX_NAME_LENGTH = 100;

/** Reads the text of topics.yaml; when something is wrong, everything that is, with its line. */
export function parseTopics(text: string, file: string): ParsedTopics {
  const yaml = readYaml(text);
  if (!('value' in yaml)) {
    return {
      ok: false,
      problems: yaml.map(({ line, message }) => ({ file, line, message: unplaced(message) })),
    };
  }
  const problems: TopicsProblem[] = [];
  const report: Report = (path, message, at) => {
    const line = at === 'key' ? yaml.lineOfKey(path.slice(0, -1), String(path.at(-1))) : yaml.lineOf(path);
    problems.push({ file, line, message });
  };
  const topics = readFile(yaml.value, report);
  return problems.length === 0
    ? { ok: true, topics }
    : { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) };
}

/** The parser's complaint without its own words for the line. */
const unplaced = (message: string): string => message.split(' at line ')[0] ?? message;

/** A problem, for people. */
export const describeProblem = ({ file, line, message }: TopicsProblem): string =>
  `${file}:${line}: ${message}`;

function readFile(value: unknown, report: Report): readonly Topic[] {
  const root = readMap(value, [], report, { what: '"topics:" and a list under it', keys: FILE_KEYS });
  if (root === null) {
    return [];
  }
  const list = root['topics'];
  if (!Array.isArray(list)) {
    report(['topics'], `topics: expected a list, got ${kindOfValue(list)}`);
    return [];
  }
  const topics: Topic[] = [];
  const pathOf = new Map<string, YamlPath>();
  list.forEach((item: unknown, index) => {
    const path = ['topics', index];
    const topic = readTopic(item, path, report);
    if (topic === null) {
      return;
    }
    const spelling = foldText(topic.name);
    const first = pathOf.get(spelling);
    if (first === undefined) {
      pathOf.set(spelling, path);
    } else {
      report(
        [...path, 'name'],
        `topic "${topic.name}": topic ${Number(first[1]) + 1} of the file has the same name`,
      );
    }
    topics.push(topic);
  });
  return topics;
}

function readTopic(value: unknown, path: YamlPath, reportProblem: Report): Topic | null {
  const position = `topic ${Number(path.at(-1)) + 1}`;
  let who = position;
  let isRefused = false;
  const report: Report = (at, message, part) => {
    isRefused = true;
    reportProblem(at, `${who}: ${message}`, part);
  };
  const name = readName(value, path, report);
  if (name !== null) {
    who = `topic "${name}"`;
  }
  const map = readMap(value, path, report, { what: 'name, words, hashtags, accounts', keys: TOPIC_KEYS });
  if (map === null) {
    return null;
  }
  const terms = readTerms(map, path, report);
  const excludePath = [...path, 'exclude'];
  const excluded = readMap(map['exclude'] ?? {}, excludePath, report, {
    what: 'words, hashtags, accounts',
    keys: TERM_KEYS,
  });
  const exclude = readTerms(excluded ?? {}, excludePath, report);
  const topic = { name: name ?? position, terms, exclude, languages: readLanguages(map, path, report) };
  if (!isRefused) {
    checkTopic(topic, path, report);
  }
  return name === null ? null : topic;
}

function readName(value: unknown, path: YamlPath, report: Report): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return null;
  }
  const written = (value as Readonly<Record<string, unknown>>)['name'];
  if (written === undefined) {
    report(path, 'has no name');
    return null;
  }
  const at = [...path, 'name'];
  const name = readText(written, at, report, 'name')?.normalize('NFC') ?? null;
  if (name !== null && (name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name))) {
    report(at, `name: expected one line of at most ${MAX_NAME_LENGTH} characters`);
    return null;
  }
  return name;
}

function readLanguages(
  map: Readonly<Record<string, unknown>>,
  path: YamlPath,
  report: Report,
): readonly string[] | null {
  const at = [...path, 'languages'];
  const written = map['languages'];
  if (written === undefined) {
    return null;
  }
  if (Array.isArray(written) && written.length === 0) {
    report(at, 'languages: the list is empty; leave it out for all languages');
  }
  return readList(written, at, report, (tag, itemAt) => {
    const language = readLanguage(tag);
    if (language === undefined) {
      report(itemAt, `languages: "${tag}" is no language tag, such as en or zh-TW`);
      return null;
    }
    return language;
  });
}

/** What is well written and can never hit. */
function checkTopic({ terms, exclude, languages }: Topic, path: YamlPath, report: Report): void {
  if (TERM_KEYS.every((key) => terms[key].length === 0)) {
    report(path, 'nothing to look for: at least one of words, hashtags and accounts is needed');
  }
  for (const [kind, term] of bothIn(terms, exclude)) {
    report([...path, 'exclude', kind], `"${term}" is looked for and excluded, so that it can never be a hit`);
  }
  const unmet = new Set(
    terms.words.map(({ language }) => language).filter((language) => !mayMeet(language, languages)),
  );
  for (const language of unmet) {
    report(
      [...path, 'words'],
      `words of ${language} can never be hits: languages has only ${languages?.join(', ')}`,
    );
  }
}

const mayMeet = (language: string | null, languages: readonly string[] | null): boolean =>
  language === null ||
  languages === null ||
  languages.some((range) => isOfLanguage(range, language) || isOfLanguage(language, range));

function bothIn(terms: TopicTerms, exclude: TopicTerms): readonly (readonly [keyof TopicTerms, string])[] {
  // An excluded word of one language leaves the others.
  const words = exclude.words.filter((word) =>
    terms.words.some(
      ({ key, language }) =>
        foldText(key) === foldText(word.key) && (word.language === null || word.language === language),
    ),
  );
  return [
    ...words.map(({ key }) => ['words', key] as const),
    ...exclude.hashtags
      .filter((key) => terms.hashtags.includes(key))
      .map((key) => ['hashtags', key] as const),
    ...exclude.accounts
      .filter((key) => terms.accounts.includes(key))
      .map((key) => ['accounts', key] as const),
  ];
}
