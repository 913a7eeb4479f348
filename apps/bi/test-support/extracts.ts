import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TABLES, type Table } from '@tdp/bi';
import type { Db } from 'mongodb';
import type { CommandContext } from '../src/context';
import { extract } from '../src/extract/extract-command';
import { hyperFiles } from '../src/extract/hyper-files';
import { withHyper, type HyperSession } from '../src/extract/hyper-session';
import { preparePython } from '../src/extract/python';
import { commandContext } from './context';
import { HYPER, summaryKeys, summaryOf, summaryQuery } from './summaries';

/** A directory of its own, and extracts in it. */
export interface Extracts {
  readonly dir: string;
  file(name: string): string;
  /** `npm run bi:extract`, without the process. */
  run(args: readonly string[], over?: Partial<CommandContext>): Promise<readonly string[]>;
  /** Opens one as any reader does. */
  read<T>(name: string, work: (session: HyperSession) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Every column of every table, as the extract and MongoDB sum it up. */
  compare(name: string, tables?: readonly Table[]): Promise<void>;
  remove(): void;
}

export function createExtracts(database: Db): Extracts {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'tdp-extract-'));
  const file = (name: string): string => path.join(dir, name);
  const read: Extracts['read'] = async (name, work, signal = new AbortController().signal) => {
    const { scripts, cache } = hyperFiles(process.env);
    const requirements = path.join(scripts, 'requirements.txt');
    const python = await preparePython({
      what: 'Hyper',
      requirements,
      cache,
      progress: () => undefined,
      signal,
    });
    return await withHyper({ python, scripts, logs: dir, signal }, async (session) => {
      const hyper = name.endsWith('.hyper') ? file(name) : file(`${name}.hyper`);
      if (hyper !== file(name)) {
        await session.unpack(file(name), hyper);
      }
      await session.open(hyper);
      const result = await work(session);
      await session.close();
      return result;
    });
  };
  return {
    dir,
    file,
    read,
    async run(args, over = {}) {
      const { context, lines } = commandContext(database, { directory: dir, ...over });
      expect([await extract(args, context), lines]).toEqual([0, lines]);
      return lines;
    },
    async compare(name, tables = TABLES) {
      await read(name, async (session) => {
        for (const table of tables) {
          const [found = []] = await session.query(summaryQuery(table, HYPER));
          const wanted = await summaryOf(database, table);
          const pair = (values: readonly unknown[]) =>
            Object.fromEntries(summaryKeys(table).map((key, i) => [key, values[i]]));
          expect([table.name, pair(found)]).toEqual([table.name, pair(wanted)]);
        }
      });
    },
    remove: () => rmSync(dir, { recursive: true }),
  };
}
