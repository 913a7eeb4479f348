import { randomUUID } from 'node:crypto';
import { CONTRACT_VERSION, quoted, type Table } from '@tdp/bi';
import { PipelineError } from '@tdp/service';
import type { HyperSession } from './hyper-session';

export interface Sealing {
  readonly session: HyperSession;
  /** The file that the session has open. */
  readonly file: string;
  /** What it is called for people. */
  readonly out: string;
  readonly tables: readonly Table[];
  readonly since: number | null;
  readonly now: number;
}

/** Beside the tables, in a schema of its own: what the extract is. */
const ABOUT = '"pipeline"."about"';

/**
 * Closes an extract and looks whether everything is in it: Hyper writes when it closes a file, and where the disk is full it
 * writes nothing and says nothing. Answers with the number of rows.
 * @throws PipelineError CONFIG_INVALID when it is not
 */
export async function seal({ session, file, out, tables, since, now }: Sealing): Promise<number> {
  const run = randomUUID();
  const at = (time: number): string => `TIMESTAMP WITH TIME ZONE '${new Date(time).toISOString()}'`;
  await session.execute('CREATE SCHEMA IF NOT EXISTS "pipeline"');
  await session.execute(`DROP TABLE IF EXISTS ${ABOUT}`);
  await session.execute(`CREATE TABLE ${ABOUT} AS SELECT ${at(now)} AS "made_at", ${CONTRACT_VERSION} AS "contract",
    ${since === null ? 'CAST(NULL AS TIMESTAMP WITH TIME ZONE)' : at(since)} AS "since", '${run}' AS "run"`);
  const counted = await countRows(session, tables);
  await session.close();
  await session.open(file);
  const isWhole =
    (await firstValue(session, `SELECT "run" FROM ${ABOUT}`)) === run &&
    (await countRows(session, tables)).every((rows, index) => rows === counted[index]);
  await session.close();
  if (!isWhole) {
    throw new PipelineError(
      'CONFIG_INVALID',
      `--out ${out}: Hyper did not write everything and gave no error, as it does when the disk is full; nothing was left there`,
    );
  }
  return counted.reduce((sum, rows) => sum + rows, 0);
}

async function countRows(session: HyperSession, tables: readonly Table[]): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const { name } of tables) {
    counts.push(Number(await firstValue(session, `SELECT count(*) FROM ${quoted(name)}`)));
  }
  return counts;
}

/** Null where there is no such table. */
const firstValue = async (session: HyperSession, sql: string): Promise<unknown> => {
  try {
    return (await session.query(sql))[0]?.[0];
  } catch {
    return null;
  }
};
