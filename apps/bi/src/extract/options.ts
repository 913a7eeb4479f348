import path from 'node:path';
import { TABLES, type Table } from '@tdp/bi';
import { parseFlags, readTime } from '@tdp/service';
import { POSTS } from './post-stamps';

/** What a file can be: Hyper's own, or an archive of it with what its columns mean, or with dashboards as well. */
const KINDS = ['.hyper', '.tdsx', '.twbx'] as const;
export type Kind = (typeof KINDS)[number];

export interface ExtractOptions {
  readonly kind: Kind;
  /** Absolute path. */
  readonly out: string;
  /** In the contract's order. */
  readonly tables: readonly Table[];
  /** Epoch ms: posts written from then on; null for all. */
  readonly since: number | null;
  /** Whether what the file has is brought up to date, instead of all being read. */
  readonly update: boolean;
  /** Whether it goes to Tableau Server or Cloud afterwards. */
  readonly publish: boolean;
  readonly help: boolean;
}

export const USAGE = `Writes the tables for analysts into a file that Tableau opens: npm run bi:extract -- --out FILE [options]

  --out FILE     FILE.twbx: dashboards and the tables that they show; FILE.tdsx: the tables, related, with what columns mean;
                 FILE.hyper: the tables alone. It appears when it is whole; what it replaces stays until then
  --update       read only the posts that changed since FILE was written; those that were removed leave it
  --since TIME   posts written from then on, and what they have: 2026-11-01, 2026-11-01T12:00:00Z; others leave
  --table NAME   only this table of docs/bi-dictionary.md; again for more
  --publish      put it on Tableau Server or Cloud, over what has its name there; README.md of apps/bi says what is set for that
  --help         show this

It needs Python 3 with venv and pip, and fetches Tableau's Hyper API (100 MB) on the first run.`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const FLAGS = { out: TEXT, since: TEXT, table: TEXT, update: FLAG, publish: FLAG, help: FLAG };

/** Reads the command line; every problem is reported. */
export function parseOptions(
  args: readonly string[],
  { now, directory }: { readonly now: number; readonly directory: string },
): { readonly options: ExtractOptions; readonly problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, FLAGS, problems);
  const help = flags.isSet('help');
  const out = flags.text('out') ?? '';
  const kind = path.extname(out) as Kind;
  if (!KINDS.includes(kind) && !help) {
    problems.push(
      out === '' ? '--out is missing: the file to write' : `--out must end in ${KINDS.join(', ')}: ${out}`,
    );
  }
  const sinceText = flags.text('since');
  const since = sinceText === null ? null : readTime('--since', sinceText, problems);
  if (since !== null && since > now) {
    problems.push('--since is still to come');
  }
  const names = flags.texts('table');
  const known = TABLES.map(({ name }) => name);
  for (const name of names.filter((one) => !known.includes(one))) {
    problems.push(`--table: there is no table "${name}"; there are ${known.join(', ')}`);
  }
  if (kind === '.twbx' && names.length > 0) {
    problems.push('--table does not fit a .twbx: its dashboards are about all tables');
  }
  const tables = TABLES.filter(({ name }) => names.length === 0 || names.includes(name));
  const update = flags.isSet('update');
  if (update && tables.some(isOfPosts) && !tables.some(({ name }) => name === POSTS)) {
    problems.push(`--update tells by ${POSTS} which posts changed: add --table ${POSTS}`);
  }
  const options = {
    kind,
    out: path.resolve(directory, out),
    tables,
    since,
    update,
    publish: flags.isSet('publish'),
    help,
  };
  return { options, problems };
}

/** Whether a table is about posts: --since chooses among its rows, and posts that change are told by their stamps. */
export const isOfPosts = ({ collection }: Table): boolean => collection === 'tweets';
