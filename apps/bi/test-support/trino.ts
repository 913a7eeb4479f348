import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Trino } from 'trino-client';

const PROGRAM = path.resolve(__dirname, '../../../deploy/local/dist/main.js');
const READY = /jdbc:trino:\/\/(127\.0\.0\.1:\d+)\/mongodb\/(\S+)/;

export type Row = readonly unknown[];

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Trino as `npm run bi` runs it. */
export interface RunningTrino {
  /** What it printed so far. */
  output(): string;
  /** Asks with Trino's own client. @throws Error with Trino's words */
  ask(sql: string): Promise<readonly Row[]>;
  /** The same with the columns' names. */
  askWithNames(sql: string): Promise<Answer>;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** More of what it is started with. */
export interface BiStart {
  readonly args?: readonly string[];
  /** Where it has its files; without one a folder that is removed when it stops. */
  readonly dir?: string;
}

/** Starts it over a database, and waits until it says that it is ready. @throws Error with what it printed */
export async function startBi(
  mongodbUri: string,
  env: NodeJS.ProcessEnv = {},
  { args = [], dir: given }: BiStart = {},
): Promise<RunningTrino> {
  const dir = given ?? mkdtempSync(path.join(tmpdir(), 'bi-test-'));
  const removeDir = (): void => {
    if (given === undefined) {
      rmSync(dir, { recursive: true, force: true });
    }
  };
  const child = spawn(process.execPath, [PROGRAM, 'bi', '--port', '0', '--dir', dir, ...args], {
    env: { ...process.env, MONGODB_URI: mongodbUri, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const ready = new Promise<RegExpExecArray>((resolve) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      const found = READY.exec(text);
      if (found !== null && text.includes('Ctrl-C stops it.')) {
        resolve(found);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  const found = await Promise.race([ready, exited]);
  if (found === null || typeof found === 'number') {
    removeDir();
    throw new Error(text);
  }
  const [, address = '', schema = ''] = found;
  // It would take a proxy of the environment for the way to this machine.
  process.env['no_proxy'] = '127.0.0.1';
  const client = Trino.create({ server: `http://${address}`, catalog: 'mongodb', schema });
  async function askWithNames(sql: string): Promise<Answer> {
    const rows: Row[] = [];
    let names: readonly string[] = [];
    for await (const { columns, data = [], error } of await client.query({ query: sql, user: 'tableau' })) {
      if (error !== undefined) {
        throw new Error(error.message);
      }
      names = columns?.map(({ name }) => name) ?? names;
      rows.push(...(data as Row[]));
    }
    return { columns: names, rows };
  }
  return {
    output: () => text,
    askWithNames,
    ask: async (sql) => (await askWithNames(sql)).rows,
    async stop() {
      child.kill('SIGINT');
      const code = await exited;
      removeDir();
      return code;
    },
  };
}
