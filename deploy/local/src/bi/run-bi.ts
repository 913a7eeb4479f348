import path from 'node:path';
import { mongoHosts, mongoUser, redactUserInfo, type Clock } from '@tdp/service';
import { fetchTrino } from '../fetch/fetch-artifacts';
import type { Progress } from '../fetch/progress';
import { fetchSuperset } from '../fetch/superset';
import { run, tail } from '../fetch/run';
import { withMongo } from '../native/mongo-client';
import { envFor } from '../native/service-env';
import { openStackDir } from '../supervise/stack-dir';
import { messageOf, StackError } from '../supervise/stack-error';
import { createSupervisor } from '../supervise/supervisor';
import { askNewTrino } from './ask-trino';
import { readBiSettings, type BiSettings } from './bi-settings';
import { removeCertificates, startTrino } from './start-trino';
import { announceDashboards, runDashboards } from './superset/run-dashboards';

export interface BiContext {
  readonly repo: string;
  /** Holds Trino's log and files. */
  readonly dir: string;
  readonly port: number;
  /** Where Superset listens; null for none. */
  readonly dashboardsPort: number | null;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly stopSignal: AbortSignal;
}

const SAMPLE = `SELECT lang, count(*) AS posts, avg(sentiment) AS sentiment
  FROM bi_tweets WHERE created_at > current_timestamp - INTERVAL '1' HOUR
  GROUP BY lang ORDER BY posts DESC`;

/** Runs Trino over the tables in the foreground until it is told to stop; answers with the exit code. */
export async function runBi(context: BiContext): Promise<number> {
  const { progress, clock, env, stopSignal } = context;
  const settings = readBiSettings(env);
  const { artifacts, superset } = await fetchParts(context);
  const dir = await openStackDir(context.dir, { fresh: true, clock, log: progress.line });
  const supervisor = createSupervisor(dir, clock);
  try {
    await progress.track('tables for analysts', () => deployTables(context, settings));
    await progress.track('look at them as their reader', () => probeReader(settings));
    const url = await progress.track('start Trino', () =>
      startTrino({
        ...artifacts,
        ...{ dir, env, supervisor, clock, port: context.port, signal: stopSignal },
        ...{ mongodbUri: settings.readerUri, tls: settings.tls },
      }),
    );
    const schema = settings.database.toLowerCase();
    const question = { url, schema, sql: 'SELECT tweet_id FROM bi_tweets LIMIT 1', signal: stopSignal };
    await progress.track('ask it for a post', () => askNewTrino(question, clock));
    const dashboards =
      superset === null
        ? null
        : await runDashboards({ ...context, ...superset, dir, supervisor, trinoUrl: url, schema });
    announce(progress, url, schema);
    if (dashboards !== null) {
      announceDashboards(progress, dashboards);
    }
    progress.line('\nCtrl-C stops it.');
    const stopped = new Promise<null>((resolve) => stopSignal.addEventListener('abort', () => resolve(null)));
    const failure = stopSignal.aborted ? null : await Promise.race([supervisor.failed, stopped]);
    if (failure !== null) {
      progress.line(failure.message);
    }
    return failure === null ? 0 : 1;
  } finally {
    await progress.track('stop', () => supervisor.stopAll());
    await removeCertificates(dir);
    await dir.release();
  }
}

function announce(progress: Progress, url: string, schema: string): void {
  progress.line(`\n  JDBC  jdbc:trino://${new URL(url).host}/mongodb/${schema}`);
  progress.line('        any user name, no password; only this machine can reach it, and it cannot write');
  progress.line(`  SQL   ${SAMPLE.replaceAll('\n', '\n      ')}`);
  progress.line('        how Tableau connects is in docs/tableau.md');
}

/** @throws StackError that says what is missing on this machine */
async function fetchParts({ repo, env, progress, dashboardsPort }: BiContext) {
  try {
    const artifacts = await fetchTrino({ env, progress });
    const superset = dashboardsPort === null ? null : await fetchSuperset({ repo, env, progress });
    return { artifacts, superset: superset && { ...superset, port: dashboardsPort ?? 0 } };
  } catch (error) {
    throw new StackError(messageOf(error));
  }
}

/** @throws StackError with the last words of `npm run bi:models` */
async function deployTables({ repo, env }: BiContext, { mongodbUri }: BiSettings): Promise<void> {
  const program = path.join(repo, 'apps/bi/dist/main.js');
  const { code, output } = await run(process.execPath, [program, 'bi-models'], {
    env: { ...envFor('bi', env), MONGODB_URI: mongodbUri },
  });
  if (code !== 0) {
    throw new StackError(`The tables for analysts cannot be made:\n${tail(output)}`);
  }
}

/** Trino itself would try for half a minute, and blame the driver. */
async function probeReader({ readerUri, tls }: BiSettings): Promise<void> {
  try {
    const look = { projection: { tweet_id: 1 } };
    await withMongo(readerUri, (client) => client.db().collection('bi_tweets').findOne({}, look), tls);
  } catch (error) {
    const hosts = mongoHosts(readerUri).join(',');
    const user = decodeURIComponent(mongoUser(readerUri) ?? 'nobody');
    throw new StackError(
      `MongoDB at ${hosts} does not let ${user} read bi_tweets: ${redactUserInfo(messageOf(error))}`,
    );
  }
}
