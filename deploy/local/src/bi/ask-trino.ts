import { z } from 'zod';
import { StackError } from '../supervise/stack-error';

const answerSchema = z.looseObject({
  nextUri: z.string().optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

export interface TrinoQuestion {
  /** `http://host:port` */
  readonly url: string;
  /** The database. */
  readonly schema: string;
  readonly sql: string;
  readonly signal: AbortSignal;
}

/** Asks one question by Trino's protocol; answers with the rows. @throws StackError with Trino's words */
export async function askTrino({ url, schema, sql, signal }: TrinoQuestion): Promise<readonly unknown[][]> {
  const headers = { 'x-trino-user': 'local-stack', 'x-trino-catalog': 'mongodb', 'x-trino-schema': schema };
  const rows: unknown[][] = [];
  let response = await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql, signal });
  for (;;) {
    if (!response.ok) {
      throw new StackError(`Trino answers with HTTP status ${response.status}`);
    }
    const { nextUri, data = [], error } = answerSchema.parse(await response.json());
    rows.push(...data);
    if (error !== undefined) {
      throw new StackError(`Trino cannot answer "${sql}": ${error.message}`);
    }
    if (nextUri === undefined) {
      return rows;
    }
    response = await fetch(nextUri, { headers, signal });
  }
}

const infoSchema = z.looseObject({ starting: z.boolean() });

/** Rejects until the server takes questions. */
export async function probeTrino(url: string): Promise<void> {
  const response = await fetch(`${url}/v1/info`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  if (infoSchema.parse(await response.json()).starting) {
    throw new Error('still starting');
  }
}

const PROBE_TIMEOUT_MS = 3_000;
