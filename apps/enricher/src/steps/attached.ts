import type { Step } from './step';

/** What comes with the text, of the post whose text it is. */
export const createAttachedStep = (): Step<'attached'> => ({
  need: 'optional',
  revision: 1,
  run: (_tweet, { post: { mediaKeys, article, media } }) => {
    const keys = new Set([...mediaKeys, ...(article?.mediaKeys ?? [])]);
    if (article !== null && article.coverMediaKey !== null) {
      keys.add(article.coverMediaKey);
    }
    const kinds = media
      .filter(({ mediaKey }) => mediaKey !== null && keys.has(mediaKey))
      .map(({ type }) => type);
    const isUnknown = keys.size > 0 && kinds.length === 0;
    return {
      mediaCount: keys.size,
      mediaKinds: isUnknown ? null : [...new Set(kinds.filter((kind) => kind !== null))].sort(),
    };
  },
});
