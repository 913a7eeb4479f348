import { averageOf, by, chart, hourOf, known, POSTS, postsOf, OF_POSTS, TOP } from './chart';
import type { Dashboard } from './dashboard';

export const HOW: Dashboard = {
  name: 'how-it-is-said',
  title: 'How it is said',
  question: 'Is it said in a friendly way, and does that change?',
  filters: [...OF_POSTS, 'sentiment_label'],
  charts: [
    chart(
      {
        name: 'sentiment-over-time',
        title: 'Sentiment by the hour and topic',
        description: 'The average of English posts, -1 to 1; other languages have no score.',
        table: 'bi_tweet_topics',
        mark: 'lines',
        groupings: [hourOf('created_at')],
        values: [averageOf('sentiment', 'Sentiment')],
      },
      { series: by('topic', 'Topic'), where: [known('sentiment'), known('created_at')] },
    ),
    chart(
      {
        name: 'sentiment-of-all',
        title: 'Posts an hour, by sentiment',
        description: 'How many are positive, neutral and negative? English only.',
        table: 'bi_tweets',
        mark: 'stacked bars',
        groupings: [hourOf('created_at')],
        values: [POSTS],
      },
      { series: by('sentiment_label', 'Sentiment'), where: [known('sentiment_label'), known('created_at')] },
    ),
    chart(
      {
        name: 'sentiment-of-topics',
        title: 'Sentiment by topic',
        description: 'The average, and how many posts it rests on.',
        table: 'bi_tweet_topics',
        mark: 'bars',
        groupings: [by('topic', 'Topic')],
        values: [averageOf('sentiment', 'Sentiment'), POSTS],
      },
      { where: [known('sentiment')], limit: TOP },
    ),
    chart(
      {
        name: 'languages',
        title: 'Languages, and what has a score',
        description: 'A language without a score is no neutral one.',
        table: 'bi_tweets',
        mark: 'bars',
        groupings: [by('language', 'Language')],
        values: [POSTS, { name: 'scored', title: 'With a score', aggregate: 'known', column: 'sentiment' }],
      },
      { limit: TOP },
    ),
    postsOf('how', ['sentiment', 'sentiment_label', 'language'], [known('sentiment')]),
  ],
};
