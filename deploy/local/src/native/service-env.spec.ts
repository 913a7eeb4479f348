import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ALLOCATOR_ENV, envFor, ingesterEnv, NODE_FLAGS, simulatorEnv, type EnvReader } from './service-env';

const secrets = { X_BEARER_TOKEN: 'real', X_API_KEY: 'real', X_API_SECRET_FILE: '/run/secrets/real' };

describe('envFor', () => {
  const env = {
    PATH: '/bin',
    X_BEARER_TOKEN: 'x',
    X_API_SECRET_FILE: 'x',
    X_SIMULATOR_RATE: 'simulator',
    KAFKA_SASL_PASSWORD: 'kafka',
    SCHEMA_REGISTRY_URL: 'kafka',
    MONGODB_URI: 'mongodb',
    BI_MONGODB_URI: 'analyst',
    QUARKUS_HTTP_PORT: 'quarkus',
  };

  it.each<[EnvReader, string[]]>([
    ['ingester', ['/bin', 'x', 'kafka']],
    ['enricher', ['/bin', 'kafka']],
    ['mongo-sink', ['/bin', 'kafka', 'mongodb']],
    ['rollup', ['/bin', 'mongodb']],
    ['kafka-deploy', ['/bin', 'kafka']],
    ['bi', ['/bin', 'mongodb']],
    ['x-simulator', ['/bin', 'simulator']],
    ['infrastructure', ['/bin']],
  ])('gives %s only what it has a use for', (reader, values) => {
    expect([...new Set(Object.values(envFor(reader, env)))]).toEqual(values);
  });
});

describe('NODE_FLAGS', () => {
  it('are those of the image', () => {
    const dockerfile = readFileSync(path.resolve(__dirname, '../../../docker/Dockerfile'), 'utf8');
    expect(/NODE_OPTIONS="([^"]*)"/.exec(dockerfile)?.[1]?.split(' ')).toEqual(NODE_FLAGS);
    for (const [name, value] of Object.entries(ALLOCATOR_ENV)) {
      expect(dockerfile).toContain(`${name}=${value} `);
    }
  });
});

describe('ingesterEnv', () => {
  it('never gives the simulator a key to X', () => {
    const env = { ...secrets, ...ingesterEnv('/repo', secrets, 'http://127.0.0.1:8080') };
    expect(Object.values(env).filter((value) => value?.includes('real'))).toEqual([]);
    expect(env.X_BEARER_TOKEN).toBe('simulator-token');
  });

  it.each([
    [{}, 'https://api.x.com'],
    [{ X_API_BASE_URL: 'http://127.0.0.1:4000' }, 'http://127.0.0.1:4000'],
  ])('reads X itself with %j at %s', (env, url) => {
    expect(ingesterEnv('/repo', env, null)).toEqual({
      INGESTER_RULES_FILE: '/repo/apps/ingester/rules.yaml',
      X_API_BASE_URL: url,
    });
  });
});

describe('simulatorEnv', () => {
  const settings = { rate: 250, replayFile: null, replayMode: 'once', from: 'simulator' } as const;

  it('names a recording only when there is one', () => {
    const place = { port: 8080, emittedFile: '/e' };
    expect(simulatorEnv(settings, place)).not.toHaveProperty('X_SIMULATOR_REPLAY_MODE');
    expect(simulatorEnv({ ...settings, replayFile: '/r' }, place)).toMatchObject({
      X_SIMULATOR_RATE: '250',
      X_SIMULATOR_REPLAY_FILE: '/r',
      X_SIMULATOR_REPLAY_MODE: 'once',
    });
  });
});
