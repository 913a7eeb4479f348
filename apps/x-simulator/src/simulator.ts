import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from './clock';
import type { SimulatorConfig } from './config';
import { createRandom } from './generator/random';
import { createWorld } from './generator/world';
import { authenticate } from './http/authentication';
import { controlRoutes } from './http/control-routes';
import { lookupRoutes } from './http/lookup-routes';
import { PROBLEMS, sendProblem } from './http/problems';
import { limitRates } from './http/rate-limits';
import { searchRoute } from './http/search-route';
import { streamRoute } from './http/stream-route';
import { createEmissionLog } from './posts/emission-log';
import { createGeneratedSource } from './posts/post-source';
import { createRecentPosts } from './posts/recent-posts';
import { createReplay, readRecording } from './posts/replay';
import { createRuleStore } from './rules/rule-store';
import { rulesRoutes } from './rules/rules-routes';
import { createSnowflakes } from './snowflake';

/** A local X API v2. */
export interface Simulator {
  readonly app: FastifyInstance;
  /** Listens; returns where. */
  start(): Promise<string>;
  /** Ends the streams, then the server. */
  stop(): Promise<void>;
}

const PEOPLE = 2_000;
const RECENT_POSTS = 10_000;

/** Composes the simulator. @throws Error when the replay file cannot be used */
export function createSimulator(config: SimulatorConfig, clock: Clock): Simulator {
  const limits = { maxRules: config.X_SIMULATOR_MAX_RULES, maxLength: config.X_SIMULATOR_MAX_RULE_LENGTH };
  const seed = config.X_SIMULATOR_SEED;
  const snowflakes = createSnowflakes();
  const rules = createRuleStore({ clock, limits });
  const world = createWorld({ seed, templates: config.X_SIMULATOR_TEMPLATES, people: PEOPLE });
  const recent = createRecentPosts(RECENT_POSTS);
  const file = config.X_SIMULATOR_REPLAY_FILE;
  const replay =
    file === undefined
      ? undefined
      : createReplay(readRecording(file), config.X_SIMULATOR_REPLAY_MODE, snowflakes);
  const log = createEmissionLog(config.X_SIMULATOR_EMITTED_FILE);
  const state = { rate: config.X_SIMULATOR_RATE, paused: false };

  const app = fastify({ logger: false, forceCloseConnections: true });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, PROBLEMS.notFound));
  authenticate(app, {
    bearerToken: config.X_SIMULATOR_BEARER_TOKEN,
    apiKey: config.X_SIMULATOR_API_KEY,
    apiSecret: config.X_SIMULATOR_API_SECRET,
  });
  limitRates(app, clock);
  app.register(rulesRoutes, { store: rules, clock, limits });
  const connections = streamRoute(app, {
    rules,
    log,
    state,
    clock,
    keepAliveMs: config.X_SIMULATOR_KEEP_ALIVE_MS,
    maxConnections: config.X_SIMULATOR_MAX_CONNECTIONS,
    sourceFor: (selection) =>
      replay ??
      createGeneratedSource({
        templates: world.templates,
        rules,
        selection,
        snowflakes,
        random: createRandom(seed),
        onEmit: (template, emission) => recent.add(template, emission),
      }),
  });
  searchRoute(app, { recent, clock, delayMs: config.X_SIMULATOR_SEARCH_DELAY_MS });
  lookupRoutes(app, { people: world.people, recent, log, clock });
  controlRoutes(app, { state, log, connections, replayDone: () => replay?.done() ?? false });

  return {
    app,
    start: () => app.listen({ host: config.X_SIMULATOR_HOST, port: config.X_SIMULATOR_PORT }),
    async stop() {
      await connections.closeAll();
      await app.close();
      await log.close();
    },
  };
}
