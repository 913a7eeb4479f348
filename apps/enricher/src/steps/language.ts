import type { Step } from './step';

/** The text's language, and who says so. */
export const createLanguageStep = (): Step<'language'> => ({
  need: 'optional',
  revision: 2,
  // An object of its own: the revision is put into it, and other steps read the content's.
  run: (_tweet, content) => ({ ...content.language() }),
});
