import { keyOf } from '../domain/key';
import type { TopicsFile } from '../topics/topics-file';
import type { Step } from './step';

/** What the topics step needs: the topics in force, which may be others for the next post. */
export type CurrentTopics = Pick<TopicsFile, 'current'>;

/** Which topics a post is about, and what says so; null when there are no topics to look for. */
export const createTopicsStep = (topics: CurrentTopics | null): Step<'topics'> => ({
  need: 'optional',
  revision: 2,
  run(_tweet, { post: { author }, entities, plainText, language }) {
    if (topics === null) {
      return null;
    }
    const { match, version } = topics.current();
    const evidence = {
      plainText,
      language: language().tag,
      hashtagKeys: keysOf(entities?.hashtags ?? [], ({ tag }) => tag),
      mentionKeys: keysOf(entities?.mentions ?? [], ({ username }) => username),
      authorKey: author === null || author.username === null ? null : keyOf(author.username),
    };
    return { topics: match(evidence), version };
  },
});

const keysOf = <E>(entities: readonly E[], spellingOf: (entity: E) => string | null): readonly string[] =>
  entities
    .map(spellingOf)
    .filter((spelling) => spelling !== null)
    .map(keyOf);
