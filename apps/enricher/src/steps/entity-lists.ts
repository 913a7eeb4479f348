import type { Step } from './step';

/** What X found in the text, as flat lists with their lengths. */
export const entityLists: Step<
  | 'hashtags'
  | 'hashtagCount'
  | 'mentions'
  | 'mentionCount'
  | 'cashtags'
  | 'cashtagCount'
  | 'urls'
  | 'urlCount'
> = {
  name: 'entity-lists',
  run(_tweet, { entities }) {
    const hashtags = present(entities?.hashtags.map(({ tag }) => tag));
    const mentions = present(entities?.mentions.map(({ username }) => username));
    const cashtags = present(entities?.cashtags.map(({ tag }) => tag));
    const urls = present(
      entities?.urls.map(({ unwoundUrl, expandedUrl, url }) => unwoundUrl ?? expandedUrl ?? url),
    );
    return {
      hashtags,
      hashtagCount: hashtags.length,
      mentions,
      mentionCount: mentions.length,
      cashtags,
      cashtagCount: cashtags.length,
      urls,
      urlCount: urls.length,
    };
  },
};

function present(values: readonly (string | null)[] = []): readonly string[] {
  return values.filter((value) => value !== null);
}
