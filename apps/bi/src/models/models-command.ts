import { CONTRACT_VERSION, TABLES } from '@tdp/bi';
import { COMMAND_EXIT, parseFlags, reportUsage } from '@tdp/service';
import type { CommandContext } from '../context';
import { deployModels, planOf } from './deploy-models';
import type { TablePlan } from './plan';

const USAGE = `Makes MongoDB have the tables for analysts, as views, and what Trino is told about them: npm run bi:models -- [options]

  --check   print what is missing or different, and change nothing; exit code 3 when anything is
  --help    show this

Run it again whenever you like: it changes only what differs. Every column: docs/bi-dictionary.md`;

const FLAGS = { check: { type: 'boolean' }, help: { type: 'boolean' } } as const;

/** `bi-models`: views and Trino's schema, as the contract says. */
export async function models(args: readonly string[], context: CommandContext): Promise<number> {
  const { print } = context;
  const problems: string[] = [];
  const flags = parseFlags(args, FLAGS, problems);
  if (problems.length > 0 || flags.isSet('help')) {
    return reportUsage(print, problems, USAGE);
  }
  const isCheck = flags.isSet('check');
  return await context.withDatabase(async (database) => {
    const plans = await planOf(database, TABLES);
    const changed = plans.filter(needsChange);
    changed.forEach((plan) => describe(plan).forEach((line) => print(line)));
    if (!isCheck) {
      await deployModels(database, changed);
    }
    print(summaryOf(plans.length, changed.length, isCheck));
    return isCheck && changed.length > 0 ? COMMAND_EXIT.left : COMMAND_EXIT.done;
  });
}

const needsChange = ({ viewChange, writesSchema }: TablePlan): boolean => viewChange !== null || writesSchema;

function describe({ name, viewChange, differences }: TablePlan): readonly string[] {
  const what =
    viewChange === 'create' ? 'is new' : viewChange === 'replace' ? 'changes' : 'is described anew';
  return [`${name} ${what}`, ...differences.map((difference) => `  ${difference}`)];
}

function summaryOf(tables: number, changed: number, isCheck: boolean): string {
  const version = `version ${CONTRACT_VERSION} of the contract`;
  if (changed === 0) {
    return `nothing to do: all ${tables} tables are as ${version} says`;
  }
  return isCheck
    ? `${changed} of ${tables} tables are not as ${version} says; nothing was changed: npm run bi:models does it`
    : `done: ${tables} tables are as ${version} says`;
}
