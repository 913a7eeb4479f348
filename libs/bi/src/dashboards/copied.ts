import { by, chart, countOf, distinct, known, notEqual, postsOf, OF_POSTS, ROWS, TOP } from './chart';
import type { Dashboard } from './dashboard';

export const COPIED: Dashboard = {
  name: 'copied',
  title: 'What is copied',
  question: 'What is repeated word for word, passed on and linked to?',
  filters: OF_POSTS,
  charts: [
    chart(
      {
        name: 'copies',
        title: 'The same text, in posts of its own',
        description: 'Texts that were posted twice or more without being reposts, and by how many accounts.',
        table: 'bi_tweets',
        mark: 'table',
        groupings: [by('text_hash', 'Text')],
        values: [
          countOf('copies', 'Copies'),
          distinct('authors', 'Authors', 'author_id'),
          { name: 'example', title: 'One of them', aggregate: 'minimum', column: 'text' },
          { name: 'first_at', title: 'First', aggregate: 'minimum', column: 'created_at' },
          { name: 'last_at', title: 'Last', aggregate: 'maximum', column: 'created_at' },
        ],
      },
      { where: [known('text_hash'), notEqual('kind', 'repost')], atLeast: 2, limit: ROWS },
    ),
    chart(
      {
        name: 'passed-on',
        title: 'Most passed on',
        description: 'Whose posts are reposted.',
        table: 'bi_interactions',
        mark: 'bars',
        groupings: [by('to_username', 'Author')],
        values: [countOf('reposts', 'Reposts'), distinct('reposters', 'By accounts', 'author_id')],
      },
      { where: [{ column: 'interaction', is: 'equal', value: 'repost' }, known('to_username')], limit: TOP },
    ),
    chart(
      {
        name: 'domains',
        title: 'Linked sites',
        description: 'Where links lead that leave X.',
        table: 'bi_tweet_links',
        mark: 'bars',
        groupings: [by('domain', 'Site')],
        values: [countOf('links', 'Links'), distinct('authors', 'By authors', 'author_id')],
      },
      { where: [{ column: 'link_kind', is: 'equal', value: 'web' }, known('domain')], limit: TOP },
    ),
    postsOf('copied', ['text_hash', 'kind', 'repost_count']),
  ],
};
