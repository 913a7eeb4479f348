import { dimension, measure, REQUIRED } from './columns';
import { POST_COLUMNS } from './post-columns';
import type { Column, Table } from './table';

/** The item's place in its array: with tweet_id it tells a row from every other one. */
export const POSITION = 'position';

const position = (unwind: string): Column =>
  dimension(
    POSITION,
    'long',
    { paths: [unwind], expression: `$${POSITION}` },
    'Which of the post it is, counted from 0.',
    REQUIRED,
  );

function partTable(
  options: Pick<Table, 'name' | 'description'> & {
    readonly unwind: string;
    readonly columns: readonly Column[];
    /** Columns of the post that are beside the array in one object: where there is an item, they are known. */
    readonly known?: readonly string[];
  },
): Table {
  const { known = [], columns, ...table } = options;
  const post = POST_COLUMNS.map((column) => ({
    ...column,
    isNullable: column.isNullable && !known.includes(column.name),
  }));
  return {
    ...table,
    collection: 'tweets',
    key: ['tweet_id', POSITION],
    columns: [...post, position(table.unwind), ...columns],
  };
}

/** One row per item of an array of a post. */
export const PART_TABLES: readonly Table[] = [
  partTable({
    name: 'bi_tweet_hashtags',
    description: 'One row per hashtag of a post, each once.',
    unwind: 'tags.hashtags',
    columns: [
      dimension(
        'hashtag',
        'string',
        'tags.hashtags.key',
        'Without #, NFKC, lower case: one tag whatever its spelling.',
        REQUIRED,
      ),
      dimension('hashtag_text', 'string', 'tags.hashtags.tag', 'Without #, as first written.', REQUIRED),
    ],
  }),
  partTable({
    name: 'bi_tweet_mentions',
    description: 'One row per person that a post names, each once.',
    unwind: 'tags.mentions',
    columns: [
      dimension('mentioned_username', 'string', 'tags.mentions.key', 'Without @, lower case.', REQUIRED),
      dimension('mentioned_user_id', 'string', 'tags.mentions.userId', 'Null when X did not say.'),
    ],
  }),
  partTable({
    name: 'bi_tweet_links',
    description: 'One row per target that a post links to, each once.',
    unwind: 'links.links',
    columns: [
      dimension('url', 'string', 'links.links.url', 'Where it leads, as far as X knows.', REQUIRED),
      dimension('domain', 'string', 'links.links.domain', 'Registrable domain: bbc.co.uk.'),
      dimension('link_kind', 'string', 'links.links.kind', 'web, media, post or self.', REQUIRED),
    ],
  }),
  partTable({
    name: 'bi_tweet_topics',
    description: 'One row per topic of topics.yaml that a post is about.',
    unwind: 'topics.topics',
    columns: [
      dimension('topic', 'string', 'topics.topics.name', 'As topics.yaml names it.', REQUIRED),
      measure(
        'hit_count',
        'long',
        'sum',
        { paths: ['topics.topics.hits'], expression: { $size: '$topics.topics.hits' } },
        'Words, hashtags and accounts of the topic that the post has.',
        REQUIRED,
      ),
      dimension(
        'topics_version',
        'string',
        'topics.version',
        'Of topics.yaml: results of two versions do not compare.',
        REQUIRED,
      ),
    ],
  }),
  partTable({
    name: 'bi_interactions',
    description:
      'One row per reply, quote, repost or mention from one user to another: the edges of a network.',
    unwind: 'conversation.edges',
    known: ['kind'],
    columns: [
      dimension(
        'interaction',
        'string',
        'conversation.edges.kind',
        'reply, quote, repost or mention.',
        REQUIRED,
      ),
      dimension('from_user_id', 'string', 'conversation.edges.fromUserId', 'The author of the post.'),
      dimension('from_username', 'string', 'author.username', 'Handle without @.'),
      dimension('to_user_id', 'string', 'conversation.edges.toUserId', 'Null when X did not say.'),
      dimension('to_username', 'string', 'conversation.edges.toUsername', 'Null when X did not say.'),
    ],
  }),
];
