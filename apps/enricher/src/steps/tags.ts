import { keyOf } from '../domain/key';
import { findUserId } from '../domain/user-ids';
import type { Step } from './step';

/** What X found in the text, each once whatever its spelling. */
export const createTagsStep = (): Step<'tags'> => ({
  need: 'optional',
  revision: 2,
  run(tweet, { post, entities }) {
    if (entities === null) {
      return null;
    }
    const hashtags = eachOnce(
      entities.hashtags,
      ({ tag }) => tag,
      (tag, key) => ({ tag, key }),
    );
    const cashtags = eachOnce(
      entities.cashtags,
      ({ tag }) => tag,
      (tag, key) => ({ tag, key }),
    );
    const mentions = eachOnce(
      entities.mentions,
      ({ username }) => username,
      (username, key, { id }) => ({ username, key, userId: id ?? findUserId(username, [tweet, post]) }),
    );
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

/** In order, with the spelling that comes first. */
function eachOnce<E, U>(
  entities: readonly E[],
  spellingOf: (entity: E) => string | null,
  useOf: (spelling: string, key: string, entity: E) => U,
): readonly U[] {
  const uses = new Map<string, U>();
  for (const entity of entities) {
    const spelling = spellingOf(entity);
    const key = spelling === null ? '' : keyOf(spelling);
    if (spelling !== null && key !== '' && !uses.has(key)) {
      uses.set(key, useOf(spelling, key, entity));
    }
  }
  return [...uses.values()];
}
