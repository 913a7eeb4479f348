import type { Clock, Component, HealthStatus } from '@tdp/service';
import type { ConsumerLoop } from '@tdp/streaming';
import type { Inspection } from './collections/inspection';
import type { Database, DatabaseConnection } from './database';
import { createOperations, type Operations } from './operations';

/** The consumer together with the database it writes to; there is no consumer before that is connected. */
export interface Storing extends Component {
  live(): HealthStatus;
  /** Whether the consumer works. */
  ready(): HealthStatus;
  /** Whether MongoDB answers, and takes what is written. */
  mongodb(): Promise<HealthStatus>;
}

export interface StoringDeps {
  readonly connection: DatabaseConnection;
  readonly createLoop: (database: Database, operations: Operations) => ConsumerLoop;
  readonly createInspection: (database: Database) => Inspection;
  readonly clock: Clock;
}

/** Creates it; start() waits for MongoDB, then joins the consumer group. */
export function createStoring({ connection, createLoop, createInspection, clock }: StoringDeps): Storing {
  let connected: { readonly database: Database; readonly operations: Operations } | null = null;
  let loop: ConsumerLoop | null = null;
  let inspection: Inspection | null = null;
  return {
    name: 'consumer and mongodb',
    async start(stopping) {
      const database = await connection.connect(stopping);
      const operations = createOperations(database, clock);
      connected = { database, operations };
      loop = createLoop(database, operations);
      await loop.start(stopping);
      inspection = createInspection(database);
      inspection.start();
    },
    async stop() {
      inspection?.stop();
      await loop?.stop();
      await connection.close();
    },
    live: () => loop?.live() ?? { ok: true, detail: 'waiting for MongoDB' },
    ready: () => loop?.ready() ?? { ok: false, detail: 'waiting for MongoDB' },
    async mongodb() {
      if (connected === null) {
        return { ok: false, detail: 'not connected yet' };
      }
      const { database, operations } = connected;
      const answer = await database.ping();
      return answer.ok ? operations.health() : answer;
    },
  };
}
