import { randomBytes } from 'node:crypto';
import { TABLES, type Table } from '@tdp/bi';
import { COMMAND_EXIT, reportUsage } from '@tdp/service';
import type { Db } from 'mongodb';
import type { CommandContext } from '../context';
import { gexf, graphml } from './formats/network-formats';
import { writeParquet } from './formats/parquet';
import { csv, ids, jsonl } from './formats/text-formats';
import { readGraph } from './graph';
import { parseOptions, USAGE, type ExportOptions } from './options';
import { createPseudonyms, type Pseudonyms, type Row } from './pseudonyms';
import { columnsOf, readRows } from './rows';
import { shownRows } from './shown-rows';
import { writeChunks, writeWhole } from './whole-file';

/** `export`: rows, ids or a network into a file. */
export async function exportData(args: readonly string[], context: CommandContext): Promise<number> {
  const { print, clock, directory, pseudonymKey } = context;
  const { options, problems } = parseOptions(args, { now: clock.now(), directory });
  if (problems.length > 0 || options.help) {
    return reportUsage(print, problems, USAGE);
  }
  return await context.withDatabase(async (database) => {
    const key = options.pseudonymise ? pseudonymKey() : undefined;
    const pseudonyms = options.pseudonymise ? createPseudonyms(key ?? randomBytes(32).toString('hex')) : null;
    if (pseudonyms !== null && key === undefined) {
      print(
        'pseudonyms are of this file only: with EXPORT_PSEUDONYM_KEY those of several files are the same',
      );
    }
    const { written, what } = await write(database, options, pseudonyms, context);
    const number = written.toLocaleString('en');
    print(
      written === 0
        ? `nothing matches: ${options.out} is a valid ${options.format} without any ${what}`
        : `done: ${number} ${what} in ${options.out}`,
    );
    if (options.format !== 'ids' && !options.pseudonymise && written > 0) {
      print(
        'X limits who may be given posts: ids (--format ids) are what may be published; see docs/exports.md',
      );
    }
    return COMMAND_EXIT.done;
  });
}

async function write(
  database: Db,
  options: ExportOptions,
  pseudonyms: Pseudonyms | null,
  { progress, stopSignal }: CommandContext,
): Promise<{ readonly written: number; readonly what: string }> {
  const { format, out } = options;
  if (format === 'gexf' || format === 'graphml') {
    const { network, selection } = options;
    const graph = await readGraph(database.collection('tweets'), network, selection, pseudonyms, stopSignal);
    await writeWhole(out, (part) => writeChunks(part, format === 'gexf' ? gexf(graph) : graphml(graph)));
    return { written: graph.size, what: 'edges' };
  }
  const table = TABLES.find(({ name }) => name === options.table) as Table;
  const columns = columnsOf(table, options);
  const rows = readRows(
    database.collection(table.collection),
    { table, columns },
    options,
    pseudonyms,
    stopSignal,
  );
  const shown = shownRows(rows, (count) => progress(`${count.toLocaleString('en')} rows`));
  let written = 0;
  async function* counted(): AsyncIterable<Row> {
    for await (const row of shown) {
      written += 1;
      yield row;
    }
  }
  await writeWhole(out, (part) => {
    switch (format) {
      case 'csv':
        return writeChunks(part, csv(counted(), columns, options));
      case 'jsonl':
        return writeChunks(part, jsonl(counted(), columns));
      case 'ids':
        return writeChunks(part, ids(counted()));
      case 'parquet':
        return writeParquet(part, counted(), columns);
    }
  });
  return { written, what: format === 'ids' ? 'ids' : 'rows' };
}
