import { languageOf } from '../domain/language';
import type { Step } from './step';

/** The text's language, and who says so. */
export const createLanguageStep = (): Step<'language'> => ({
  need: 'optional',
  revision: 1,
  // Each a fresh object: the revision is put into it.
  run: (_tweet, { post: { lang }, plainText }) => ({ ...languageOf(lang, plainText) }),
});
