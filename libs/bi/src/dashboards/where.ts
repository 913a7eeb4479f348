import { by, chart, distinct, known, unknown, POSTS, postsOf, OF_POSTS, TOP } from './chart';
import type { Dashboard } from './dashboard';

const isPlaced = [known('lat'), known('lon'), unknown('geo_suspect')];

export const WHERE: Dashboard = {
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
