import { by, chart, columns, distinct, hourOf, known, POSTS, postsOf, OF_POSTS, ROWS, TOP } from './chart';
import type { Dashboard } from './dashboard';

export const HAPPENING: Dashboard = {
  name: 'happening',
  title: 'What is happening',
  question: 'How much is said, about what, and what did we miss?',
  filters: OF_POSTS,
  charts: [
    chart({
      name: 'posts',
      title: 'Posts',
      description: 'Posts that are stored, each in its newest version.',
      table: 'bi_tweets',
      mark: 'number',
      groupings: [],
      values: [POSTS],
    }),
    chart({
      name: 'authors',
      title: 'Authors',
      description: 'Accounts that posted.',
      table: 'bi_tweets',
      mark: 'number',
      groupings: [],
      values: [distinct('authors', 'Authors', 'author_id')],
    }),
    chart(
      {
        name: 'volume',
        title: 'Posts an hour, by kind',
        description:
          'How much is said? Beside it stand the gaps: an hour without posts is quiet only if none covers it.',
        table: 'bi_tweets',
        mark: 'stacked bars',
        groupings: [hourOf('created_at')],
        values: [POSTS],
      },
      { series: by('kind', 'Kind'), where: [known('created_at')] },
    ),
    chart(
      {
        name: 'gaps',
        title: 'When posts may be missing',
        description: 'From when to when, why, and whether it was repaired.',
        table: 'bi_gaps',
        mark: 'table',
        groupings: columns(
          'from_at',
          'to_at',
          'duration_seconds',
          'cause',
          'repair',
          'recovered',
          'complete',
        ),
        values: [],
      },
      { limit: ROWS, order: { by: 'from_at', direction: 'descending' } },
    ),
    chart(
      {
        name: 'bursts',
        title: 'Bursts',
        description:
          'Hashtags and topics with more posts in an hour than in the same hour of earlier weeks: z says by how much. Without three known weeks there is none.',
        table: 'bi_bursts',
        mark: 'table',
        groupings: columns('hour_at', 'subject', 'term', 'posts', 'expected_posts', 'z'),
        values: [],
      },
      { where: [known('z')], limit: ROWS, order: { by: 'z', direction: 'descending' } },
    ),
    chart(
      {
        name: 'hashtags',
        title: 'Hashtags',
        description:
          'Which tags, whatever their spelling, and by how many people: one account can post a tag often.',
        table: 'bi_tweet_hashtags',
        mark: 'bars',
        groupings: [by('hashtag', 'Hashtag')],
        values: [POSTS, distinct('authors', 'Authors', 'author_id')],
      },
      { limit: TOP },
    ),
    chart(
      {
        name: 'topics-over-time',
        title: 'Topics, posts an hour',
        description: 'What is it about? As topics.yaml says.',
        table: 'bi_tweet_topics',
        mark: 'lines',
        groupings: [hourOf('created_at')],
        values: [POSTS],
      },
      { series: by('topic', 'Topic'), where: [known('created_at')] },
    ),
    postsOf('happening', ['kind', 'lang', 'like_count']),
  ],
};
