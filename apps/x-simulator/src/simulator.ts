import fastify, { type FastifyInstance } from 'fastify';
import type { Clock } from './clock';
import type { SimulatorConfig } from './config';
import { createPopulation } from './generator/population';
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
import { createGeneratedSource } from './posts/generated-source';
import { createPostRenderer } from './posts/post-renderer';
import { createRecentPosts } from './posts/recent-posts';
import { createReplay, readRecording } from './posts/replay';
import { createRuleStore } from './rules/rule-store';
import { rulesRoutes } from './rules/rules-routes';
import { createSnowflakes } from './snowflake';
import { createEmitter } from './stream/emitter';
import { createStreamControl } from './stream/stream-control';

/** A local X API v2. */
export interface Simulator {
  readonly app: FastifyInstance;
  /** Listens; returns where. */
  start(): Promise<string>;
  /** Resolves when it was stopped. @throws Error when posts can no longer be emitted */
  run(): Promise<void>;
  /** Ends the streams, then the server. */
  stop(): Promise<void>;
}

const PEOPLE = 2_000;
const RECENT_POSTS = 10_000;

/** Composes the simulator. @throws Error when the replay file or the emission log cannot be used */
export function createSimulator(config: SimulatorConfig, clock: Clock): Simulator {
  const limits = { maxRules: config.X_SIMULATOR_MAX_RULES, maxLength: config.X_SIMULATOR_MAX_RULE_LENGTH };
  const seed = config.X_SIMULATOR_SEED;
  const snowflakes = createSnowflakes();
  const rules = createRuleStore({ clock, limits });
  const world = createWorld({ seed, templates: config.X_SIMULATOR_TEMPLATES, people: PEOPLE });
  const random = createRandom(seed);
  const population = createPopulation({
    people: world.people,
    random,
    changeShare: config.X_SIMULATOR_PROFILE_CHANGE_SHARE,
  });
  const recent = createRecentPosts(RECENT_POSTS);
  const file = config.X_SIMULATOR_REPLAY_FILE;
  const replay =
    file === undefined
      ? undefined
      : createReplay(readRecording(file), config.X_SIMULATOR_REPLAY_MODE, snowflakes);
  const log = createEmissionLog(config.X_SIMULATOR_EMITTED_FILE);
  const control = createStreamControl(config.X_SIMULATOR_RATE);
  const isPatient = config.X_SIMULATOR_SLOW_READER === 'wait';
  const emitter = createEmitter({
    source:
      replay ??
      createGeneratedSource({
        templates: world.templates,
        rules,
        snowflakes,
        random,
        population,
        editShare: config.X_SIMULATOR_EDIT_SHARE,
        editDelayMs: config.X_SIMULATOR_EDIT_DELAY_MS,
        onMade: (emission) => {
          recent.add(emission);
        },
      }),
    log,
    control,
    clock,
    emitsAlone: config.X_SIMULATOR_WHEN_ALONE === 'emit',
    waitsForSlow: isPatient,
  });

  const app = fastify({ logger: false, forceCloseConnections: true });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, PROBLEMS.notFound));
  authenticate(app, {
    bearerToken: config.X_SIMULATOR_BEARER_TOKEN,
    apiKey: config.X_SIMULATOR_API_KEY,
    apiSecret: config.X_SIMULATOR_API_SECRET,
  });
  limitRates(app, clock);
  app.register(rulesRoutes, { store: rules, clock, limits });
  streamRoute(app, {
    rules,
    emitter,
    clock,
    keepAliveMs: config.X_SIMULATOR_KEEP_ALIVE_MS,
    maxConnections: config.X_SIMULATOR_MAX_CONNECTIONS,
    slowReader: isPatient
      ? undefined
      : {
          maxMs: config.X_SIMULATOR_SLOW_READER_MS,
          maxBytes: config.X_SIMULATOR_SLOW_READER_BYTES,
        },
    rendererFor: (selection) => createPostRenderer(selection, population),
  });
  searchRoute(app, { recent, population, clock, delayMs: config.X_SIMULATOR_SEARCH_DELAY_MS });
  lookupRoutes(app, { population, recent, log, clock });
  controlRoutes(app, { control, log, emitter, replayDone: () => replay?.done() ?? false });

  return {
    app,
    start: () => app.listen({ host: config.X_SIMULATOR_HOST, port: config.X_SIMULATOR_PORT }),
    run: () => emitter.run(),
    async stop() {
      await emitter.stop();
      await app.close();
      log.close();
    },
  };
}
