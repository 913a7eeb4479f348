import { groupingsOf, TABLES, type Chart } from '@tdp/bi';
import type { Answer } from './chart-answers';

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Superset's REST API, as one of its users. */
export interface SupersetClient {
  ask(method: string, path: string, body?: object): Promise<Answered>;
  /** @throws Error with what it answered instead of 200 */
  json<T>(method: string, path: string, body?: object): Promise<T>;
}

/** Logs in. @throws Error with what it answered */
export async function superset(url: string, username: string, password: string): Promise<SupersetClient> {
  let cookie = '';
  let headers: Record<string, string> = {};
  const ask = async (method: string, path: string, body?: object): Promise<Answered> => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', referer: url, ...(cookie && { cookie }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return { status: response.status, text: await response.text() };
  };
  const json = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const { status, text } = await ask(method, path, body);
    if (status !== 200) {
      throw new Error(`${method} ${path}: ${status} ${text.slice(0, 2_000)}`);
    }
    return JSON.parse(text) as T;
  };
  const login = { username, password, provider: 'db', refresh: false };
  const { access_token } = await json<{ access_token: string }>('POST', '/api/v1/security/login', login);
  headers = { authorization: `Bearer ${access_token}` };
  // Without it a write is refused for that, and not for want of a right.
  const { result } = await json<{ result: string }>('GET', '/api/v1/security/csrf_token/');
  headers = { ...headers, 'x-csrftoken': result };
  return { ask, json };
}

interface ChartAnswer {
  readonly result: readonly [{ readonly data: readonly Readonly<Record<string, unknown>>[] }];
}

/** What a chart shows: its own question, as it is kept in Superset, without its limit. */
export async function answerBySuperset(client: SupersetClient, uuid: string, chart: Chart): Promise<Answer> {
  const { result } = await client.json<{
    result: { id: number; query_context: string };
  }>('GET', `/api/v1/chart/${uuid}`);
  const context = JSON.parse(result.query_context) as { queries: object[] };
  const queries = context.queries.map((query) => ({ ...query, row_limit: 10_000 }));
  const answer = await client.json<ChartAnswer>('POST', '/api/v1/chart/data', { ...context, queries });
  const types = new Map(
    TABLES.find(({ name }) => name === chart.table)!.columns.map(({ name, type }) => [name, type]),
  );
  const columns = [
    ...groupingsOf(chart).map(({ column, grain, title }) => ({
      label: grain === null ? column : title,
      column,
    })),
    ...chart.values.map(({ title, aggregate, column }) => ({
      label: title,
      column: aggregate === 'minimum' || aggregate === 'maximum' ? column : null,
    })),
  ];
  return answer.result[0].data.map((row) =>
    columns.map(({ label, column }) => {
      const value = row[label];
      const isTime = types.get(column ?? '') === 'timestamp';
      return isTime && (typeof value === 'number' || typeof value === 'string') ? new Date(value) : value;
    }),
  );
}
