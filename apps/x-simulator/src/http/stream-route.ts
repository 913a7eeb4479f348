import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import { readFieldSelection, type FieldSelection } from '../posts/field-selection';
import type { EmissionLog } from '../posts/emission-log';
import type { PostSource } from '../posts/post-source';
import { invalidRequest } from '../rules/rule-problems';
import type { RuleStore } from '../rules/rule-store';
import { runStreamConnection, type StreamState } from '../stream/stream-connection';
import { PROBLEMS, sendProblem } from './problems';

export interface StreamRouteDeps {
  readonly rules: RuleStore;
  readonly log: EmissionLog;
  readonly state: StreamState;
  readonly clock: Clock;
  readonly keepAliveMs: number;
  readonly maxConnections: number;
  /** What a connection with this selection delivers. */
  readonly sourceFor: (selection: FieldSelection) => PostSource;
}

/** The open connections, for the control endpoints and for stopping. */
export interface StreamConnections {
  count(): number;
  behindMs(): number;
  closeAll(): Promise<void>;
}

/** GET /2/tweets/search/stream. */
export function streamRoute(app: FastifyInstance, deps: StreamRouteDeps): StreamConnections {
  const open = new Map<AbortController, Promise<void>>();
  let behindMs = 0;

  app.get('/2/tweets/search/stream', async (request, reply) => {
    const selection = readFieldSelection(request.query as Record<string, unknown>);
    if (!('post' in selection)) {
      return sendProblem(reply, { status: 400, body: invalidRequest(...selection) });
    }
    if (deps.rules.list().length === 0) {
      return sendProblem(reply, PROBLEMS.noRules);
    }
    if (open.size >= deps.maxConnections) {
      return sendProblem(reply, PROBLEMS.tooManyConnections);
    }
    reply.hijack();
    const { raw } = reply;
    const closed = new AbortController();
    raw.once('close', () => {
      closed.abort();
    });
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'application/json; charset=utf-8',
    });
    raw.flushHeaders();
    const running = runStreamConnection({
      sink: raw,
      source: deps.sourceFor(selection),
      log: deps.log,
      state: deps.state,
      clock: deps.clock,
      signal: closed.signal,
      keepAliveMs: deps.keepAliveMs,
      onBehind: (ms) => {
        behindMs = ms;
      },
    });
    open.set(closed, running);
    await running;
    open.delete(closed);
    raw.end();
    return reply;
  });

  return {
    count: () => open.size,
    behindMs: () => behindMs,
    async closeAll() {
      const all = [...open];
      all.forEach(([closed]) => {
        closed.abort();
      });
      await Promise.all(all.map(([, running]) => running));
    },
  };
}
