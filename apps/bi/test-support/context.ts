import { systemClock } from '@tdp/service';
import type { Db } from 'mongodb';
import type { CommandContext } from '../src/context';
import { hyperFiles } from '../src/extract/hyper-files';

/** What a command is given in a test, and the lines that it printed. */
export function commandContext(
  database: Db,
  over: Partial<CommandContext> = {},
): { readonly context: CommandContext; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const context: CommandContext = {
    withDatabase: (work) => work(database),
    print: (line) => void lines.push(line),
    progress: () => undefined,
    clock: systemClock,
    directory: '/',
    pseudonymKey: () => undefined,
    stopSignal: new AbortController().signal,
    hyper: hyperFiles(process.env),
    tableauServer: () => ({
      ...{ url: undefined, site: '', project: 'default', tokenName: undefined, tokenSecret: undefined },
    }),
    ...over,
  };
  return { context, lines };
}
