import type { Clock } from '@tdp/service';
import { z } from 'zod';
import { StackError } from '../supervise/stack-error';

const answerSchema = z.looseObject({
  nextUri: z.string().optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.looseObject({ message: z.string(), errorName: z.string() }).optional(),
});

/** Trino's own refusal of a question. */
class TrinoRefusal extends StackError {
  readonly errorName: string;

  constructor(message: string, errorName: string) {
    super(message);
    this.errorName = errorName;
  }
}

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
      throw new TrinoRefusal(`Trino cannot answer "${sql}": ${error.message}`, error.errorName);
    }
    if (nextUri === undefined) {
      return rows;
    }
    response = await fetch(nextUri, { headers, signal });
  }
}

/** A server that takes questions may not have found itself as the one that answers them. */
const NOT_YET = ['NO_NODES_AVAILABLE', 'SERVER_STARTING_UP'];
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** Asks a server that has just started: until it can answer. @throws StackError with Trino's words */
export async function askNewTrino(
  question: TrinoQuestion,
  clock: Pick<Clock, 'monotonic' | 'sleep'>,
): Promise<readonly unknown[][]> {
  const deadline = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    try {
      return await askTrino(question);
    } catch (error) {
      const isEarly = error instanceof TrinoRefusal && NOT_YET.includes(error.errorName);
      if (!isEarly || clock.monotonic() > deadline) {
        throw error;
      }
      await clock.sleep(PAUSE_MS, question.signal);
    }
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
