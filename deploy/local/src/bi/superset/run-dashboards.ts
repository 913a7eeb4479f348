import { DASHBOARDS, slugOf } from '@tdp/bi';
import type { Progress } from '../../fetch/progress';
import { askTrino } from '../ask-trino';
import { startSuperset, type RunningSuperset, type SupersetContext } from './start-superset';

export interface DashboardsContext extends Omit<SupersetContext, 'assets' | 'signal'> {
  readonly stopSignal: AbortSignal;
  /** `http://127.0.0.1:port` */
  readonly trinoUrl: string;
  /** The database, as SQL has its name. */
  readonly schema: string;
}

const REFRESH_SECONDS = 30;
const LAST_DAY = 'Last day';
const IS_RECENT = `SELECT 1 FROM bi_tweets WHERE created_at > current_timestamp - INTERVAL '1' DAY LIMIT 1`;

/** Starts Superset over a Trino that runs. @throws StackError */
export async function runDashboards(context: DashboardsContext): Promise<RunningSuperset> {
  const { trinoUrl, schema, stopSignal: signal } = context;
  // Recorded posts are old: pages that open on the last day would be empty.
  const recent = await askTrino({ url: trinoUrl, schema, sql: IS_RECENT, signal });
  return await startSuperset({
    ...context,
    signal,
    assets: {
      trinoUri: `trino://superset@${new URL(trinoUrl).host}/mongodb/${schema}`,
      schema,
      timeRange: recent.length > 0 ? LAST_DAY : null,
      refreshSeconds: REFRESH_SECONDS,
    },
  });
}

/** Where people find the pages, and as whom. */
export function announceDashboards(progress: Progress, superset: RunningSuperset): void {
  const { url, credentials, credentialsFile, isNew } = superset;
  progress.line('\n  Dashboards');
  const width = Math.max(...DASHBOARDS.map(({ title }) => title.length));
  for (const { name, title } of DASHBOARDS) {
    progress.line(`        ${title.padEnd(width)}  ${url}/superset/dashboard/${slugOf(name)}/`);
  }
  if (isNew) {
    progress.line(`        log in as viewer, who can only look:  ${credentials.viewerPassword}`);
    progress.line(`        admin, who can change everything:     ${credentials.adminPassword}`);
    progress.line(`        these are shown once; they are kept in ${credentialsFile}`);
  } else {
    progress.line(`        log in as viewer; the passwords are in ${credentialsFile}`);
  }
}
