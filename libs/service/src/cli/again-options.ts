import { parseFlags, readNumber, readTime } from './flags';

/** Which posts are enriched again, and how fast: the command line of reenrich, which two services have a part in. */
export interface AgainOptions {
  /** Those of MongoDB, instead of those that tweets-raw still has. */
  readonly stored: boolean;
  /** Posts that came into tweets-raw from then on, or stored ones that were written from then on, epoch ms; null for all. */
  readonly since: number | null;
  /** Only these are renewed in the documents; null for all. */
  readonly only: readonly string[] | null;
  /** Posts per second. */
  readonly rate: number;
  /** Begin anew, wherever an earlier run stopped. */
  readonly restart: boolean;
  readonly help: boolean;
}

export const AGAIN_USAGE = `Takes posts through today's steps once more; X is not asked: npm run reenrich -- [--stored] --all | --since TIME

  --all            everything that tweets-raw still has
  --since TIME     what came into it from then on: 2026-11-01, 2026-11-01T12:00:00Z
  --stored         instead all that MongoDB has, or what was written from TIME on, through the enricher that runs
  --only STEP      renew only this, or several separated by commas; the other enrichments stay as they are stored
  --rate 100       posts per second; live posts share the machines with it
  --restart        begin anew where an earlier run was interrupted; without it this goes on from there
  --help           show this

Documents change as the sink gets there. What is removed stays removed; a later observation stays the newer.`;

const FLAGS = {
  stored: { type: 'boolean' },
  all: { type: 'boolean' },
  since: { type: 'string' },
  only: { type: 'string' },
  rate: { type: 'string' },
  restart: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line; every problem is reported. */
export function parseAgainOptions(
  args: readonly string[],
  steps: readonly string[],
  now: number,
): { readonly options: AgainOptions; readonly problems: string[] } {
  const problems: string[] = [];
  const flags = parseFlags(args, FLAGS, problems);
  const since = flags.text('since');
  if (flags.isSet('all') === (since !== null) && !flags.isSet('help')) {
    problems.push('either --all or --since TIME must say which posts are meant');
  }
  return {
    problems,
    options: {
      stored: flags.isSet('stored'),
      since: since === null ? null : readSince(since, now, problems),
      only: readSteps(flags.text('only'), steps, problems),
      rate: readNumber('--rate', flags.text('rate') ?? '100', { min: 1, max: 100_000 }, problems),
      restart: flags.isSet('restart'),
      help: flags.isSet('help'),
    },
  };
}

function readSince(text: string, now: number, problems: string[]): number {
  const time = readTime('--since', text, problems);
  if (time > now) {
    problems.push(`--since ${text} is still to come`);
  }
  return time;
}

function readSteps(
  text: string | null,
  steps: readonly string[],
  problems: string[],
): readonly string[] | null {
  if (text === null) {
    return null;
  }
  const names = text.split(',').map((name) => name.trim());
  for (const name of names.filter((each) => !steps.some((step) => step === each))) {
    problems.push(`--only: there is no step "${name}"; there are ${steps.join(', ')}`);
  }
  return names;
}
