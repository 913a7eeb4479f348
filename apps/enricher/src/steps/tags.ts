import type { Step } from './step';

/** What X found in the text, as flat lists with their lengths. */
export const createTagsStep = (): Step<'tags'> => ({
  need: 'optional',
  run(_tweet, { entities }) {
    if (entities === null) {
      return null;
    }
    const hashtags = occurrences(entities.hashtags, ({ tag }) => tag);
    const mentions = occurrences(entities.mentions, ({ username }) => username);
    const cashtags = occurrences(entities.cashtags, ({ tag }) => tag);
    return {
      hashtags,
      hashtagCount: hashtags.length,
      mentions,
      mentionCount: mentions.length,
      cashtags,
      cashtagCount: cashtags.length,
    };
  },
});

interface Span {
  readonly start: number | null;
  readonly end: number | null;
}

/** One value for each place in the text, even where X lists a place more than once. */
function occurrences<E extends Span>(
  entities: readonly E[],
  valueOf: (entity: E) => string | null,
): readonly string[] {
  const isSame = (a: E, b: E): boolean =>
    a.start !== null && a.start === b.start && a.end === b.end && valueOf(a) === valueOf(b);
  return entities
    .filter((entity, index) => !entities.some((other, at) => at < index && isSame(other, entity)))
    .map(valueOf)
    .filter((value) => value !== null);
}
