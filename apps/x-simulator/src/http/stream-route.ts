import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock';
import { readFieldSelection, type FieldSelection } from '../posts/field-selection';
import type { PostRenderer } from '../posts/post-renderer';
import { invalidRequest } from '../rules/rule-problems';
import type { RuleStore } from '../rules/rule-store';
import type { Emitter } from '../stream/emitter';
import {
  createStreamConnection,
  type SlowReaderLimits,
  type StreamConnection,
} from '../stream/stream-connection';
import { PROBLEMS, sendProblem } from './problems';

export interface StreamRouteDeps {
  readonly rules: RuleStore;
  readonly emitter: Emitter;
  readonly clock: Clock;
  readonly keepAliveMs: number;
  readonly maxConnections: number;
  readonly slowReader: SlowReaderLimits | undefined;
  readonly rendererFor: (selection: FieldSelection) => PostRenderer;
}

/** GET /2/tweets/search/stream. */
export function streamRoute(app: FastifyInstance, deps: StreamRouteDeps): void {
  const { emitter } = deps;

  app.get('/2/tweets/search/stream', async (request, reply) => {
    const selection = readFieldSelection(request.query as Record<string, unknown>);
    if (!('post' in selection)) {
      return sendProblem(reply, { status: 400, body: invalidRequest(...selection) });
    }
    if (deps.rules.list().length === 0) {
      return sendProblem(reply, PROBLEMS.noRules);
    }
    if (emitter.connections() >= deps.maxConnections) {
      return sendProblem(reply, PROBLEMS.tooManyConnections);
    }
    reply.hijack();
    const { raw } = reply;
    if (raw.destroyed) {
      // Gone before it was answered: nothing would ever free its place.
      return reply;
    }
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'application/json; charset=utf-8',
    });
    raw.flushHeaders();
    const connection: StreamConnection = createStreamConnection({
      sink: raw,
      renderer: deps.rendererFor(selection),
      nowMs: deps.clock.now(),
      keepAliveMs: deps.keepAliveMs,
      slowReader: deps.slowReader,
      onClosed: (end) => {
        emitter.detach(connection, end);
      },
    });
    emitter.attach(connection);
    await connection.closed;
    return reply;
  });
}
