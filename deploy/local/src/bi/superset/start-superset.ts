import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { supersetAssets, type SupersetOptions } from '@tdp/bi';
import type { Clock } from '@tdp/service';
import type { Progress } from '../../fetch/progress';
import { run, tail } from '../../fetch/run';
import { DATABASE, pythonEnv } from '../../fetch/superset';
import { HOST, START_TIMEOUT_MS } from '../../native/part';
import { pickPort } from '../../native/ports';
import { envFor } from '../../native/service-env';
import type { StackDir } from '../../supervise/stack-dir';
import { StackError } from '../../supervise/stack-error';
import type { Supervisor } from '../../supervise/supervisor';
import { waitUntil } from '../../supervise/wait-until';
import { loadCredentials, type Credentials } from './credentials';

export interface SupersetContext {
  readonly repo: string;
  readonly dir: StackDir;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly supervisor: Supervisor;
  readonly signal: AbortSignal;
  readonly python: string;
  /** The folder of its packages. */
  readonly site: string;
  /** One that nobody has used yet. */
  readonly database: string;
  /** Another one has other packages. */
  readonly release: string;
  /** Preferred; a free one where it is taken. */
  readonly port: number;
  readonly assets: SupersetOptions;
}

export interface RunningSuperset {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly credentials: Credentials;
  readonly credentialsFile: string;
  /** Whether the passwords were made by this start. */
  readonly isNew: boolean;
}

const WORKERS = 1;
const THREADS = 8;
const TIMEOUT_SECONDS = 120;
const STOP_SECONDS = 5;
const PROBE_TIMEOUT_MS = 5_000;

/** Gives Superset the dashboards, starts it, and waits until it answers. @throws StackError with its words */
export async function startSuperset(context: SupersetContext): Promise<RunningSuperset> {
  const { progress, dir, clock, supervisor, signal, python } = context;
  const home = path.join(dir.path, 'superset');
  await mkdir(home, { recursive: true });
  const credentialsFile = path.join(home, 'credentials.json');
  const { credentials, isNew } = await loadCredentials(credentialsFile);
  const env = supersetEnv(context, home, credentials);
  await progress.track('prepare dashboards', () => provision(context, home, env, credentials));
  const port = await pickPort(context.port);
  const url = `http://${HOST}:${port}`;
  await progress.track('start Superset', async () => {
    const process = await supervisor.start({
      name: 'superset',
      command: python,
      args: gunicornArgs(port),
      cwd: home,
      env,
    });
    await waitUntil({
      what: 'Superset',
      check: () => probe(url),
      timeoutMs: START_TIMEOUT_MS,
      clock,
      process,
      signal,
    });
  });
  return { url, credentials, credentialsFile, isNew };
}

const gunicornArgs = (port: number): readonly string[] => [
  '-m',
  'gunicorn',
  ...['--workers', String(WORKERS), '--worker-class', 'gthread', '--threads', String(THREADS)],
  ...['--bind', `${HOST}:${port}`, '--timeout', String(TIMEOUT_SECONDS)],
  ...['--graceful-timeout', String(STOP_SECONDS), '--no-control-socket'],
  'superset.app:create_app()',
];

function supersetEnv(
  { repo, env, site }: SupersetContext,
  home: string,
  { secretKey }: Credentials,
): NodeJS.ProcessEnv {
  return {
    ...envFor('infrastructure', env),
    ...pythonEnv(home, site, programsOf(repo)),
    TDP_SUPERSET_SECRET_KEY: secretKey,
    // Trino is on this machine: no proxy of the environment leads there.
    NO_PROXY: HOST,
    no_proxy: HOST,
  };
}

const programsOf = (repo: string): string => path.join(repo, 'deploy/local/superset');

async function provision(
  context: SupersetContext,
  home: string,
  env: NodeJS.ProcessEnv,
  { adminPassword, viewerPassword }: Credentials,
): Promise<void> {
  const { dir, assets, database, release } = context;
  const own = path.join(home, DATABASE);
  const mark = path.join(home, 'release');
  if (!existsSync(own)) {
    await copyFile(database, own);
  } else if ((await readFile(mark, 'utf8').catch(() => '')) !== release) {
    await runProgram(context, ['prepare'], env);
  }
  await writeFile(mark, release);
  const folder = path.join(dir.data, 'superset-assets');
  await rm(folder, { recursive: true, force: true });
  for (const [file, asset] of Object.entries(supersetAssets(assets))) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    // JSON is YAML.
    await writeFile(target, JSON.stringify(asset, null, 2));
  }
  await runProgram(context, ['assets', folder], {
    ...env,
    TDP_SUPERSET_ADMIN_PASSWORD: adminPassword,
    TDP_SUPERSET_VIEWER_PASSWORD: viewerPassword,
  });
}

async function runProgram(
  { repo, dir, python, signal }: SupersetContext,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const program = path.join(programsOf(repo), 'provision.py');
  const { code, output } = await run(python, [program, ...args], { env, signal });
  const log = path.join(dir.logs, `superset-${args[0]}.log`);
  await writeFile(log, output);
  if (code !== 0) {
    signal.throwIfAborted();
    throw new StackError(
      `Superset does not take the dashboards: ${tail(output, 1)}\nEverything it said is in ${log}`,
    );
  }
}

async function probe(url: string): Promise<void> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  if (!response.ok) {
    throw new Error(`HTTP status ${response.status}`);
  }
}
