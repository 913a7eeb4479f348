import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TABLES } from '../../contract/contract';
import { DASHBOARDS } from '../../dashboards/subjects';
import { brokenReferences } from '../../testing';
import { extractDataSource, extractWorkbook, tableauFiles } from './files';
import { captionOf, fieldOf, modelsOf } from './model';

const DIRECTORY = path.resolve(__dirname, '../../../../../deploy/tableau');
const files = tableauFiles();
const known = new Map(TABLES.map((table) => [table.name, new Set(table.columns.map(({ name }) => name))]));
const documents: readonly (readonly [string, string])[] = [
  ...Object.entries(files),
  ['extract.tds', extractDataSource(TABLES, 'Data/posts.hyper')],
  ['extract.twb', extractWorkbook('Data/posts.hyper')],
];

it.each(Object.entries(files))(
  '%s is what is checked in: else run npm run tableau:generate',
  (name, text) => {
    expect(readFileSync(path.join(DIRECTORY, name), 'utf8')).toBe(text);
    expect(
      readdirSync(DIRECTORY)
        .filter((file) => file.startsWith('enriched-live.'))
        .sort(),
    ).toEqual(Object.keys(files).sort());
  },
);

describe('references', () => {
  it.each(documents)('of %s all lead somewhere', (_name, text) => {
    expect(brokenReferences(text, known)).toEqual([]);
  });

  const twb = files['enriched-live.twb']!;
  it.each([
    [
      'a column of the contract',
      `value='[bi_tweets].[lang]'`,
      `value='[bi_tweets].[lnag]'`,
      'the contract has no [bi_tweets].[lnag]',
    ],
    ['a table', `name='bi_gaps' table=`, `name='bi_gasp' table=`, 'the contract has no table bi_gasp'],
    [
      'a field that is aggregated',
      `column='[hashtag]' derivation`,
      `column='[hashtga]' derivation`,
      'posts.[hashtga], which is not there',
    ],
    [
      'a field of a formula',
      `formula='NOT ISNULL([lat])`,
      `formula='NOT ISNULL([latt])`,
      'uses posts.[latt], which is not there',
    ],
    [
      'a field that the first are taken by',
      `expression='COUNT([tweet_id (bi_tweet_hashtags)])'`,
      `expression='COUNT([tweet_di])'`,
      'uses posts.[tweet_di], which is not there',
    ],
    [
      'a field that a sheet computes',
      `name='[Calculation_volume_shown]'`,
      `name='[Calculation_x]'`,
      'posts.[Calculation_volume_shown], which is not there',
    ],
    [
      'a field of a relation',
      `<expression op='[author_id]' />`,
      `<expression op='[author_di]' />`,
      'uses posts.[author_di], which is not there',
    ],
    [
      'what a sheet draws',
      `<rows>[posts].[none:hashtag:nk]</rows>`,
      `<rows>[posts].[none:hashtga:nk]</rows>`,
      'rows of hashtags uses [posts].[none:hashtga:nk]',
    ],
    [
      'what a post is opened by',
      `expression='&lt;[posts].[none:url:nk]~na&gt;'`,
      `expression='&lt;[posts].[none:ulr:nk]~na&gt;'`,
      'uses [posts].[none:ulr:nk]',
    ],
  ])('would notice %s that is misspelt', (_what, right, wrong, problem) => {
    expect(twb).toContain(right);
    expect(brokenReferences(twb.replace(right, wrong), known).join('\n')).toContain(problem);
  });
});

/** What no post can be chosen by is a data source of its own. */
const isAlone = (table: string): boolean => ['bi_gaps', 'bi_bursts'].includes(table);

describe('a workbook', () => {
  const twb = files['enriched-live.twb']!;
  const count = (pattern: RegExp): number => [...twb.matchAll(pattern)].length;

  it('has each dashboard and each chart, and an action from each that others can be filtered by', () => {
    const charts = DASHBOARDS.flatMap((dashboard) => dashboard.charts);
    expect(count(/<worksheet name=/g)).toBe(charts.length);
    expect(count(/<dashboard name=/g)).toBe(DASHBOARDS.length);
    expect(count(/<url-action-type>/g)).toBe(DASHBOARDS.length);
    const sources = charts.filter(
      ({ groupings, table }) =>
        groupings.length > 0 && !isAlone(table) && !groupings.some(({ column }) => column === 'url'),
    );
    expect(count(/command='tsc:tsl-filter'/g)).toBe(sources.length);
  });

  it('tells sheets and tables apart', () => {
    const ids = [...twb.matchAll(/<simple-id uuid='([^']+)'/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/.test(id!))).toBe(true);
  });
});

describe('fields', () => {
  const [posts] = modelsOf(TABLES);

  it('have one name each in a data source, and a caption that people read', () => {
    const names = posts!.tables.flatMap((table) =>
      table.columns.map(({ name }) => fieldOf(posts!, table.name, name)),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(fieldOf(posts!, 'bi_tweet_hashtags', 'lang')).toBe('lang (bi_tweet_hashtags)');
    expect(captionOf('bi_tweet_hashtags')).toBe('Tweet hashtags');
    expect(captionOf('author_id')).toBe('Author ID');
  });

  it('bring every table of the contract, each in one data source', () => {
    const tables = modelsOf(TABLES).flatMap((model) => model.tables.map(({ name }) => name));
    expect(tables.toSorted()).toEqual(TABLES.map(({ name }) => name).toSorted());
  });
});
