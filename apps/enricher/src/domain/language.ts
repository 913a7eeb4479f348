import { eld } from 'eld/extrasmall';
import type { LanguageEnrichment } from '@tdp/contracts';

/** What is known about a text's language. */
export type Language = Omit<LanguageEnrichment, 'revision'>;

/** X's codes for texts that have no language: no words, only mentions, tags, media, too short. */
const WORDLESS = new Set(['zxx', 'art', 'qam', 'qct', 'qht', 'qme', 'qst']);
/** X's code for a language that it could not tell. */
const UNDETERMINED = 'und';
/** Codes that X still sends and BCP 47 has replaced. */
const REPLACED: Readonly<Record<string, string>> = { in: 'id', iw: 'he', ji: 'yi' };

const UNKNOWN: Language = { tag: null, origin: null, confidence: null };

/** A text's language as a current BCP 47 tag: as X has it; detected only where X does not know. */
export function languageOf(lang: string | null, plainText: string): Language {
  if (lang === null || lang === UNDETERMINED) {
    return detect(plainText);
  }
  return WORDLESS.has(lang) ? UNKNOWN : { tag: REPLACED[lang] ?? lang, origin: 'x', confidence: null };
}

function detect(text: string): Language {
  const result = eld.detect(text);
  if (result.language === '' || !result.isReliable()) {
    return UNKNOWN;
  }
  return {
    tag: result.language,
    origin: 'detected',
    confidence: Math.min(1, result.getScores()[result.language] ?? 0),
  };
}
