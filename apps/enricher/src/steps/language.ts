import type { Step } from './step';

/** X's codes that stand for no language: unknown, no words, only mentions, tags, media, too short. */
const NO_LANGUAGE = new Set(['und', 'zxx', 'art', 'qam', 'qct', 'qht', 'qme', 'qst']);

/** Codes that X still sends and BCP 47 has replaced. */
const REPLACED: Readonly<Record<string, string>> = { in: 'id', iw: 'he', ji: 'yi' };

/** The text's language as a current BCP 47 tag. */
export const createLanguageStep = (): Step<'language'> => ({
  need: 'optional',
  run(_tweet, { post: { lang } }) {
    const isKnown = lang !== null && !NO_LANGUAGE.has(lang);
    return { tag: isKnown ? (REPLACED[lang] ?? lang) : null };
  },
});
