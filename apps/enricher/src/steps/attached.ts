import type { Step } from './step';

/** What comes with the text, of the post whose text it is. */
export const createAttachedStep = (): Step<'attached'> => ({
  need: 'optional',
  run: (_tweet, { post: { mediaKeys, article } }) => {
    if (article === null && mediaKeys.length < 2) {
      return { mediaCount: mediaKeys.length };
    }
    const keys = new Set([...mediaKeys, ...(article?.mediaKeys ?? [])]);
    if (article !== null && article.coverMediaKey !== null) {
      keys.add(article.coverMediaKey);
    }
    return { mediaCount: keys.size };
  },
});
