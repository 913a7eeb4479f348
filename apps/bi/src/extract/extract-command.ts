import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import { CONTRACT_VERSION, extractDataSource, extractWorkbook } from '@tdp/bi';
import { COMMAND_EXIT, errorMessage, PipelineError, reportUsage } from '@tdp/service';
import type { Db } from 'mongodb';
import type { CommandContext } from '../context';
import { writeWhole } from '../export/whole-file';
import { createCounting } from './counting';
import { withHyper, type HyperSession } from './hyper-session';
import { parseOptions, USAGE, type ExtractOptions } from './options';
import { publish, publishSettings } from './publish';
import { preparePython } from './python';
import { seal } from './seal';
import { differencesOf, updateTables } from './update-extract';
import { writeTables } from './whole-extract';

/** `bi-extract`: the tables in a file that Tableau opens. */
export async function extract(args: readonly string[], context: CommandContext): Promise<number> {
  const { print, progress, clock, directory, hyper, stopSignal } = context;
  const { options, problems } = parseOptions(args, { now: clock.now(), directory });
  if (problems.length > 0 || options.help) {
    return reportUsage(print, problems, USAGE);
  }
  const settings = options.publish ? publishSettings(context.tableauServer()) : null;
  return await context.withDatabase(async (database) => {
    const fetching = { cache: hyper.cache, progress, signal: stopSignal };
    const requirements = path.join(hyper.scripts, 'requirements.txt');
    const python = await preparePython({ what: "Tableau's Hyper API", requirements, ...fetching });
    await writeWhole(options.out, async (part) => {
      // Beside the file: what is moved to its name must be on the same file system, and what fills the disk fills that one.
      const work = `${part}.d`;
      await mkdir(work);
      try {
        const session = { python, scripts: hyper.scripts, logs: work, signal: stopSignal };
        await withHyper(session, (one) => write(one, { database, options, work, part }, context));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    });
    if (settings !== null) {
      print(await publish(options.out, settings, { scripts: hyper.scripts, ...fetching }));
    }
    return COMMAND_EXIT.done;
  });
}

interface Job {
  readonly database: Db;
  readonly options: ExtractOptions;
  /** A directory for what is on its way. */
  readonly work: string;
  /** Becomes the extract. */
  readonly part: string;
}

async function write(session: HyperSession, job: Job, context: CommandContext): Promise<void> {
  const { database, options, work, part } = job;
  const { tables, since, out } = options;
  const { print, progress, clock, stopSignal } = context;
  const file = path.join(work, 'posts.hyper');
  const isUpdate = options.update && (await takeUp(session, file, options, print));
  if (!isUpdate) {
    await session.open(file);
  }
  const counting = createCounting(tables, { database, isWhole: !isUpdate && since === null }, progress);
  const reading = { database, since, signal: stopSignal };
  const loader = { session, directory: work };
  if (isUpdate) {
    const { changed, removed } = await updateTables(tables, reading, loader, counting);
    print(`${changed.toLocaleString('en')} posts read, ${removed.toLocaleString('en')} gone`);
  } else {
    await writeTables(tables, reading, loader, counting);
  }
  const rows = await seal({ session, file, out, tables, since, now: clock.now() });
  await (options.kind === '.hyper' ? rename(file, part) : pack(session, file, job));
  const { size } = await stat(part);
  print(
    rows === 0
      ? `nothing matches: ${out} is a valid extract without any row`
      : `done: ${rows.toLocaleString('en')} rows in ${tables.length} tables, ${(size / 1e6).toFixed(1)} MB: ${out}`,
  );
  if (rows > 0) {
    print('It keeps posts that X removes: bring it up to date daily (--update), and delete what you hand on');
  }
}

/** Makes the archive that Tableau opens: the extract, and what it is beside it. */
async function pack(session: HyperSession, file: string, { options, work, part }: Job): Promise<void> {
  const data = 'Data/posts.hyper';
  const [name, text] =
    options.kind === '.twbx'
      ? (['posts.twb', extractWorkbook(data)] as const)
      : (['posts.tds', extractDataSource(options.tables, data)] as const);
  const described = path.join(work, name);
  await writeFile(described, text);
  await session.pack(part, { [name]: described, [data]: file });
}

/** Opens a copy of the extract that is there; false, and a word about it, when it has to be written anew. */
async function takeUp(
  session: HyperSession,
  file: string,
  { kind, out, tables }: ExtractOptions,
  print: (line: string) => void,
): Promise<boolean> {
  if ((await stat(out).catch(() => null)) === null) {
    return false;
  }
  try {
    await (kind === '.hyper' ? copyFile(out, file, constants.COPYFILE_FICLONE) : session.unpack(out, file));
    await session.open(file);
    const differences = differencesOf(await session.tables(), tables);
    if (differences.length === 0) {
      return true;
    }
    print(`everything is read: ${out} is not as version ${CONTRACT_VERSION} of the contract and --table say`);
    differences.forEach((difference) => print(`  ${difference}`));
  } catch (error) {
    throw new PipelineError(
      'CONFIG_INVALID',
      `--update: ${out} is no extract that can be read (${errorMessage(error)}); without --update it is written anew`,
      { cause: error },
    );
  }
  await session.close();
  await rm(file);
  return false;
}
