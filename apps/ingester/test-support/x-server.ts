import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request looked like. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request to the stream. */
export type StreamScript = (response: http.ServerResponse, request: SeenRequest) => void | Promise<void>;

/** A tiny X: answers each connection to the stream as scripted, and keeps rules. */
export interface XServer {
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** The rules it holds. */
  readonly rules: { id: string; value: string; tag?: string }[];
  /** Scripts for the connections to come, in order; the last one stays. */
  readonly scripts: StreamScript[];
  streamRequests(): readonly SeenRequest[];
  close(): Promise<void>;
}

export interface XServerOptions {
  /** Answers requests other than the stream's; false = not mine. */
  readonly handle?: (request: SeenRequest, response: http.ServerResponse) => boolean;
  /** Of GET rules. */
  readonly pageSize?: number;
}

export async function startXServer(options: XServerOptions = {}): Promise<XServer> {
  const requests: SeenRequest[] = [];
  const rules: XServer['rules'] = [];
  const scripts: StreamScript[] = [];
  let nextId = 1;

  function answerRules(request: SeenRequest, response: http.ServerResponse): void {
    if (request.method === 'GET') {
      const from = Number(request.url.searchParams.get('pagination_token') ?? 0);
      const to = from + (options.pageSize ?? 1_000);
      const meta = to < rules.length ? { next_token: String(to) } : {};
      sendJson(response, 200, { data: rules.slice(from, to), meta });
      return;
    }
    const body = JSON.parse(request.body) as {
      add?: { value: string; tag?: string }[];
      delete?: { ids: string[] };
    };
    const dryRun = request.url.searchParams.get('dry_run') === 'true';
    if (body.add !== undefined) {
      const added = body.add.map((rule) => ({ id: String(nextId++), ...rule }));
      if (!dryRun) {
        rules.push(...added);
      }
      sendJson(response, 201, { data: added, meta: { summary: { created: added.length } } });
      return;
    }
    const ids = new Set(body.delete?.ids);
    const kept = rules.filter(({ id }) => !ids.has(id));
    rules.splice(0, rules.length, ...kept);
    sendJson(response, 200, { meta: { summary: { deleted: ids.size } } });
  }

  async function answer(message: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    const url = new URL(message.url ?? '/', 'http://x');
    const body = Buffer.concat(chunks).toString();
    const request = { method: message.method ?? '', url, headers: message.headers, body };
    requests.push(request);
    if (options.handle?.(request, response) === true) {
      return;
    }
    if (url.pathname === '/2/tweets/search/stream/rules') {
      answerRules(request, response);
    } else if (url.pathname === '/2/tweets/search/stream') {
      const script = scripts.length > 1 ? scripts.shift() : scripts[0];
      await script?.(response, request);
    } else {
      sendJson(response, 404, { title: 'Not Found' });
    }
  }

  const server = http.createServer((message, response) => void answer(message, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    rules,
    scripts,
    streamRequests: () => requests.filter(({ url }) => url.pathname.endsWith('/stream')),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export function sendJson(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Begins a stream that stays open. */
export function openStreamResponse(
  response: http.ServerResponse,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.flushHeaders();
}
