import {
  averageOf,
  by,
  chart,
  countOf,
  distinct,
  hourOf,
  known,
  notEqual,
  POSTS,
  sumOf,
  unknown,
} from './chart';
import type { Chart, Dashboard } from './dashboard';

const OF_POSTS = ['created_at', 'lang', 'kind'];
const ROWS = 50;
const TOP = 20;

/** The posts behind every chart, newest first, each with its address. */
const postsOf = (name: string, also: readonly string[], where: Chart['where'] = []): Chart =>
  chart(
    {
      name: `${name}-posts`,
      title: 'Posts',
      description: 'The newest posts of what is chosen, each with its address on X.',
      table: 'bi_tweets',
      mark: 'table',
      groupings: ['created_at', 'author_username', 'text', ...also, 'url'].map((column) =>
        by(column, column),
      ),
      values: [],
    },
    { where, limit: ROWS, order: { by: 'created_at', direction: 'descending' } },
  );

const HAPPENING: Dashboard = {
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
        groupings: ['from_at', 'to_at', 'duration_seconds', 'cause', 'repair', 'recovered', 'complete'].map(
          (column) => by(column, column),
        ),
        values: [],
      },
      { limit: ROWS, order: { by: 'from_at', direction: 'descending' } },
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

const isPlaced = [known('lat'), known('lon'), unknown('geo_suspect')];

const WHERE: Dashboard = {
  name: 'where',
  title: 'Where',
  question: 'Where are posts from, and how exactly is that known?',
  filters: [...OF_POSTS, 'geo_precision', 'country_code'],
  charts: [
    chart(
      {
        name: 'map',
        title: 'Places',
        description:
          "The middle of each place, by how exact it is: a country's middle is no street. Odd places are left out.",
        table: 'bi_tweets',
        mark: 'points',
        groupings: [by('lat', 'Latitude'), by('lon', 'Longitude')],
        values: [POSTS],
      },
      { series: by('geo_precision', 'Precision'), where: isPlaced, limit: 5_000 },
    ),
    chart(
      {
        name: 'countries',
        title: 'Countries',
        description: 'Posts by the country of their place; posts without a place are not in it.',
        table: 'bi_tweets',
        mark: 'bars',
        groupings: [by('country_code', 'Country'), by('country_name', 'Name')],
        values: [POSTS, distinct('authors', 'Authors', 'author_id')],
      },
      { where: [known('country_code')], limit: TOP },
    ),
    chart({
      name: 'precision',
      title: 'How exactly it is known',
      description: 'Most posts have no place: what is on the map stands for few.',
      table: 'bi_tweets',
      mark: 'bars',
      groupings: [by('geo_precision', 'Precision')],
      values: [POSTS],
    }),
    postsOf('where', ['place_name', 'geo_precision', 'country_code'], isPlaced),
  ],
};

const HOW: Dashboard = {
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

const WHO: Dashboard = {
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

const COPIED: Dashboard = {
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

/** What the workbook and the pages in the browser open on. */
export const DASHBOARDS: readonly Dashboard[] = [HAPPENING, WHERE, HOW, WHO, COPIED];
