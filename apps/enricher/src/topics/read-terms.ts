import type { YamlPath } from '@tdp/service/yaml';
import { keyOf } from '../domain/key';
import { readLanguage } from './language-range';
import { kindOfValue, readList, type Report } from './read-values';
import type { TopicTerms, TopicWord } from './topic';
import { foldText } from './fold';

export const TERM_KEYS = ['words', 'hashtags', 'accounts'] as const;
/** Instead of a language: all of them. */
const EVERY_LANGUAGE = '*';
const MAX_WORD_LENGTH = 100;

/** The words, hashtags and accounts of a topic or of what it excludes. */
export function readTerms(
  value: Readonly<Record<string, unknown>>,
  path: YamlPath,
  report: Report,
): TopicTerms {
  return {
    words: readWords(value['words'], [...path, 'words'], report),
    hashtags: readList(value['hashtags'], [...path, 'hashtags'], report, (text, at) =>
      readHashtag(text, at, report),
    ),
    accounts: readList(value['accounts'], [...path, 'accounts'], report, (text, at) =>
      readAccount(text, at, report),
    ),
  };
}

/** A list for all languages, or lists by language. */
function readWords(value: unknown, path: YamlPath, report: Report): readonly TopicWord[] {
  const readOf = (list: unknown, at: YamlPath, language: string | null): readonly TopicWord[] =>
    readList(list, at, report, (text, itemAt) => readWord(text, itemAt, language, report));
  if (value === undefined || Array.isArray(value)) {
    return readOf(value, path, null);
  }
  if (typeof value !== 'object' || value === null) {
    report(path, `words: expected a list, or lists by language, got ${kindOfValue(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([tag, list]) => {
    const at = [...path, tag];
    const language = tag === EVERY_LANGUAGE ? null : readLanguage(tag);
    if (language === undefined) {
      report(at, `words: "${tag}" is no language tag, such as en or zh-TW, nor * for all`, 'key');
      return [];
    }
    return readOf(list, at, language);
  });
}

function readWord(text: string, path: YamlPath, language: string | null, report: Report): TopicWord | null {
  if (!/[\p{L}\p{N}]/u.test(foldText(text))) {
    report(path, `word "${text}" has no letter and no digit`);
    return null;
  }
  if (text.length > MAX_WORD_LENGTH) {
    report(path, `word "${text.slice(0, 20)}…" is longer than ${MAX_WORD_LENGTH} characters`);
    return null;
  }
  return { key: keyOf(text).replace(/\s+/g, ' '), language };
}

/** Signs of ASCII that end a hashtag; X allows a few of other scripts within. */
const NOT_IN_HASHTAGS = /[\s[\p{ASCII}--[A-Za-z0-9_]]]/v;

function readHashtag(text: string, path: YamlPath, report: Report): string | null {
  const tag = text.replace(/^[#\uFF03]/, '');
  if (NOT_IN_HASHTAGS.test(tag) || !/[\p{L}\p{M}]/u.test(tag)) {
    report(path, `hashtag "${text}" cannot be one: letters, digits and _, at least one letter`);
    return null;
  }
  return keyOf(tag);
}

function readAccount(text: string, path: YamlPath, report: Report): string | null {
  const account = text.replace(/^[@\uFF20]/, '');
  if (!/^\w{1,20}$/.test(account)) {
    report(path, `account "${text}" cannot be one: letters a to z, digits and _, at most 20`);
    return null;
  }
  return keyOf(account);
}
