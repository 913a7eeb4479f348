import { nearKeysOf, normalise, textHashOf } from '../domain/copies';
import type { Step } from './step';

/** What finds the same or nearly the same text again. */
export const createCopiesStep = (): Step<'copies'> => ({
  need: 'optional',
  revision: 3,
  run(_tweet, { plainText }) {
    const words = normalise(plainText);
    return words.length === 0 ? null : { textHash: textHashOf(words), nearKeys: nearKeysOf(words) };
  },
});
