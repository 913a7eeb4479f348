import path from 'node:path';
import { TABLES } from '@tdp/bi';
import { parseFlags, readNumber, readTime } from '@tdp/service';
import { NETWORKS, type NetworkName } from './networks';

export const FORMATS = ['csv', 'jsonl', 'parquet', 'ids', 'gexf', 'graphml'] as const;
export type Format = (typeof FORMATS)[number];

/** Which posts are meant. */
export interface Selection {
  /** Each of these words is in the text, in any case. */
  readonly words: readonly string[];
  /** As topics.yaml names it. */
  readonly topic: string | null;
  /** Lower case, without #. */
  readonly hashtag: string | null;
  /** Epoch ms, from then on. */
  readonly since: number | null;
  /** Epoch ms, before then. */
  readonly until: number | null;
}

export interface ExportOptions {
  readonly format: Format;
  /** Absolute path. */
  readonly out: string;
  readonly table: string;
  /** Null for all. */
  readonly columns: readonly string[] | null;
  /** Of the formats for networks. */
  readonly network: NetworkName;
  readonly selection: Selection;
  /** So many rows by chance; null for all. */
  readonly sample: number | null;
  readonly pseudonymise: boolean;
  /** Whether the file begins with the mark by which Excel knows UTF-8. */
  readonly bom: boolean;
  readonly help: boolean;
}

const tableNames = TABLES.map(({ name }) => name);

export const USAGE = `Writes what analysts read into a file: npm run export -- --format FORMAT --out FILE [options]

  --format FORMAT     csv, jsonl, parquet: rows of a table; ids: ids of posts, one a line; gexf, graphml: a network
  --out FILE          appears when it is whole; what it replaces stays until then
  --table bi_tweets   another one of docs/bi-dictionary.md
  --columns a,b       only these columns
  --network NAME      ${Object.keys(NETWORKS).join(', ')}

  --query "one two"   posts that have all of these words in their text
  --topic NAME        posts about a topic of topics.yaml
  --hashtag TAG       posts under a hashtag
  --since, --until    posts written from then on, before then: 2026-11-01, 2026-11-01T12:00:00Z
  --sample N          N rows by chance

  --pseudonymise      people and posts by pseudonyms; docs/exports.md says what that protects and what not
  --bom               begin a csv with the mark by which Excel knows UTF-8
  --help              show this`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const FLAGS = {
  ...{ format: TEXT, out: TEXT, table: TEXT, columns: TEXT, network: TEXT },
  ...{ query: TEXT, topic: TEXT, hashtag: TEXT, since: TEXT, until: TEXT, sample: TEXT },
  ...{ pseudonymise: FLAG, bom: FLAG, help: FLAG },
};

export interface Surroundings {
  readonly now: number;
  /** Where paths are relative to. */
  readonly directory: string;
}

/** Reads the command line; every problem is reported. */
export function parseOptions(
  args: readonly string[],
  { now, directory }: Surroundings,
): { readonly options: ExportOptions; readonly problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, FLAGS, problems);
  const help = flags.isSet('help');
  const required = (name: string, what: string): string => {
    const value = flags.text(name);
    if (value === null && !help) {
      problems.push(`--${name} is missing: ${what}`);
    }
    return value ?? '';
  };
  const time = (name: 'since' | 'until'): number | null => {
    const text = flags.text(name);
    return text === null ? null : readTime(`--${name}`, text, problems);
  };
  const format = required('format', FORMATS.join(', '));
  const sample = flags.text('sample');
  const options: ExportOptions = {
    format: format as Format,
    out: path.resolve(directory, required('out', 'the file to write')),
    table: flags.text('table') ?? 'bi_tweets',
    columns:
      flags
        .text('columns')
        ?.split(',')
        .map((name) => name.trim()) ?? null,
    network: (flags.text('network') ?? 'mentions') as NetworkName,
    selection: {
      words: (flags.text('query') ?? '').split(/\s+/).filter((word) => word !== ''),
      topic: flags.text('topic'),
      hashtag: flags.text('hashtag')?.replace(/^#/, '').normalize('NFKC').toLowerCase() ?? null,
      since: time('since'),
      until: time('until'),
    },
    sample: sample === null ? null : readNumber('--sample', sample, { min: 1, max: 1_000_000_000 }, problems),
    ...{ pseudonymise: flags.isSet('pseudonymise'), bom: flags.isSet('bom'), help },
  };
  if (format !== '') {
    problems.push(...problemsOf(options, { hasNetwork: flags.text('network') !== null, now }));
  }
  return { options, problems };
}

const isNetwork = (format: Format): boolean => format === 'gexf' || format === 'graphml';

function problemsOf(
  { format, table: name, columns, network, selection, sample, pseudonymise, bom }: ExportOptions,
  { hasNetwork, now }: { readonly hasNetwork: boolean; readonly now: number },
): readonly string[] {
  if (!FORMATS.includes(format)) {
    return [`--format must be one of ${FORMATS.join(', ')}, not "${format}"`];
  }
  const problems: string[] = [];
  const table = TABLES.find((one) => one.name === name);
  const { since, until } = selection;
  if (table === undefined) {
    problems.push(`--table: there is no table "${name}"; there are ${tableNames.join(', ')}`);
  }
  for (const column of columns ?? []) {
    if (table !== undefined && !table.columns.some((one) => one.name === column)) {
      problems.push(`--columns: ${name} has no column "${column}"; docs/bi-dictionary.md lists them`);
    }
  }
  if (table !== undefined && table.collection !== 'tweets' && isSelective(selection)) {
    problems.push(`${name} is not about posts: --query, --topic, --hashtag, --since and --until do not fit`);
  }
  if (!Object.hasOwn(NETWORKS, network)) {
    problems.push(`--network must be one of ${Object.keys(NETWORKS).join(', ')}, not "${network}"`);
  }
  if (hasNetwork && !isNetwork(format)) {
    problems.push(`--network is for --format gexf and graphml, not ${format}`);
  }
  if (isNetwork(format) && (columns !== null || sample !== null || name !== 'bi_tweets')) {
    problems.push(`a network has no --table, --columns or --sample`);
  }
  if (format === 'ids' && (columns !== null || name !== 'bi_tweets')) {
    problems.push('ids are those of bi_tweets: --table and --columns do not fit');
  }
  if (format === 'ids' && pseudonymise) {
    problems.push(
      '--pseudonymise with --format ids: an id is what X finds a post by, a pseudonym of one is nothing',
    );
  }
  if (bom && format !== 'csv') {
    problems.push(`--bom is for --format csv, not ${format}`);
  }
  if (since !== null && since > now) {
    problems.push('--since is still to come');
  }
  if (since !== null && until !== null && since >= until) {
    problems.push('--since is not before --until');
  }
  return problems;
}

export const isSelective = ({ words, ...others }: Selection): boolean =>
  words.length > 0 || Object.values(others).some((value) => value !== null);
