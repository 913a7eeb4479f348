import { ConfigError, loadConfig } from '@tdp/service';
import { configSchema, secrets } from './config';

const good = {
  KAFKA_BROKERS: 'localhost:9092',
  SCHEMA_REGISTRY_URL: 'http://localhost:8081',
  X_BEARER_TOKEN: 'token',
  INGESTER_RULES_FILE: 'rules.yaml',
};
const load = (env: Record<string, string | undefined>) =>
  loadConfig({ schema: configSchema, env, service: 'ingester', secrets });

function badKeys(env: Record<string, string | undefined>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ key }) => key).sort();
    }
  }
  return [];
}

describe('the settings', () => {
  it('read the real X unless told otherwise', () => {
    expect(load(good)).toMatchObject({
      X_API_BASE_URL: 'https://api.x.com',
      X_KEEP_ALIVE_TIMEOUT_MS: 30_000,
      INGESTER_RULES_PRUNE: true,
      INGESTER_RULE_MAX_LENGTH: 1_024,
    });
  });

  it.each([
    ['a token', { X_BEARER_TOKEN: 't' }, []],
    ['key and secret', { X_BEARER_TOKEN: '', X_API_KEY: 'k', X_API_SECRET: 's' }, []],
    ['nothing', { X_BEARER_TOKEN: '' }, ['X_BEARER_TOKEN']],
    ['a key alone', { X_BEARER_TOKEN: '', X_API_KEY: 'k' }, ['X_API_SECRET']],
    ['a secret alone', { X_BEARER_TOKEN: '', X_API_SECRET: 's' }, ['X_API_KEY']],
  ])('take as credentials: %s', (_, overrides, expected) => {
    expect(badKeys({ ...good, ...overrides })).toEqual(expected);
  });

  it('list everything that is wrong at once', () => {
    const env = {
      X_API_BASE_URL: 'ftp://x',
      INGESTER_RULE_LIMIT: '-1',
      INGESTER_RULES_PRUNE: 'maybe',
      INGESTER_RULE: 'x',
    };
    expect(badKeys(env)).toEqual([
      'INGESTER_RULE',
      'INGESTER_RULES_FILE',
      'INGESTER_RULES_PRUNE',
      'INGESTER_RULE_LIMIT',
      'KAFKA_BROKERS',
      'SCHEMA_REGISTRY_URL',
      'X_API_BASE_URL',
      'X_BEARER_TOKEN',
    ]);
  });
});
