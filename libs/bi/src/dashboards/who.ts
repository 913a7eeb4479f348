import { by, chart, countOf, distinct, known, sumOf, POSTS, postsOf, OF_POSTS, ROWS, TOP } from './chart';
import type { Dashboard } from './dashboard';

export const WHO: Dashboard = {
  name: 'who',
  title: 'Who',
  question: 'Who speaks, who is spoken of, and who is heard?',
  filters: OF_POSTS,
  charts: [
    chart(
      {
        name: 'mentioned',
        title: 'Most mentioned',
        description: 'Who is spoken of, and by how many people.',
        table: 'bi_tweet_mentions',
        mark: 'bars',
        groupings: [by('mentioned_username', 'Mentioned')],
        values: [countOf('mentions', 'Mentions'), distinct('authors', 'By authors', 'author_id')],
      },
      { limit: TOP },
    ),
    chart(
      {
        name: 'active',
        title: 'Who posts most',
        description: 'Activity is not reach: engagements stand beside it.',
        table: 'bi_tweets',
        mark: 'bars',
        groupings: [by('author_username', 'Author')],
        values: [POSTS, sumOf('engagements', 'Engagements')],
      },
      { where: [known('author_username')], limit: TOP },
    ),
    chart({
      name: 'reach',
      title: "By the author's followers",
      description: "How large are the accounts whose text it is? Of a repost the original's.",
      table: 'bi_tweets',
      mark: 'bars',
      groupings: [by('text_author_follower_band', 'Followers')],
      values: [POSTS, sumOf('engagements', 'Engagements')],
    }),
    chart({
      name: 'account-age',
      title: 'New and old accounts',
      description: 'How old was the account when the post was written? A fact, and no verdict about anyone.',
      table: 'bi_tweets',
      mark: 'bars',
      groupings: [by('text_author_account_age_band', 'Account age')],
      values: [POSTS, distinct('accounts', 'Accounts', 'text_author_id')],
    }),
    chart(
      {
        name: 'interactions',
        title: 'Who answers whom',
        description: 'Replies, quotes, reposts and mentions, from one to another.',
        table: 'bi_interactions',
        mark: 'table',
        groupings: [by('from_username', 'From'), by('to_username', 'To'), by('interaction', 'Interaction')],
        values: [countOf('times', 'Times')],
      },
      { where: [known('from_username'), known('to_username')], limit: ROWS },
    ),
    postsOf('who', ['author_followers', 'like_count', 'repost_count']),
  ],
};
