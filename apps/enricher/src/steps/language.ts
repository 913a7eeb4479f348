import type { Step } from './step';

/** X's codes that stand for no language: unknown, no words, only mentions, tags, media, too short. */
const NO_LANGUAGE = new Set(['und', 'zxx', 'art', 'qam', 'qct', 'qht', 'qme', 'qst']);

/** Codes that X still sends and BCP 47 has replaced. */
const REPLACED: Readonly<Record<string, string>> = { in: 'id', iw: 'he', ji: 'yi' };

/** The language as a current BCP 47 tag. */
export const language: Step<'language'> = {
  name: 'language',
  run({ lang }) {
    if (lang === null || NO_LANGUAGE.has(lang)) {
      return { language: null };
    }
    return { language: REPLACED[lang] ?? lang };
  },
};
