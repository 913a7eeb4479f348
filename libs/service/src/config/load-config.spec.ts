import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error';
import { describeConfig, loadConfig } from './load-config';
import { baseConfigShape, kafkaConfigShape } from './shapes';

const schema = z.object({
  ...baseConfigShape,
  ...kafkaConfigShape,
  INGESTER_LIMIT: z.coerce.number().int().min(1).default(5),
  X_BEARER_TOKEN: z.string(),
});
const good = { KAFKA_BROKERS: 'a:1, b:2', SCHEMA_REGISTRY_URL: 'http://r:8081/x', X_BEARER_TOKEN: 'secret-token' };
const load = (env: Record<string, string | undefined>) =>
  loadConfig({ schema, env, service: 'ingester', secrets: ['X_BEARER_TOKEN'] });

function problemsOf(env: Record<string, string | undefined>): ConfigError {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error;
    }
  }
  throw new Error('the configuration was accepted');
}

describe('loadConfig', () => {
  it('gives typed, frozen values with defaults', () => {
    const config = load(good);
    expect(config).toMatchObject({ KAFKA_BROKERS: ['a:1', 'b:2'], HTTP_PORT: 9464, INGESTER_LIMIT: 5 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('reports every problem at once and prints no secret', () => {
    const error = problemsOf({
      KAFKA_BROKERS: 'nowhere',
      X_BEARER_TOKEN: 'secret-token',
      HTTP_PORT: 'NaN',
      INGESTER_LIMIT: '-1',
      INGESTER_LIMITS: '3',
    });
    expect(error.problems.map(({ key }) => key).sort()).toEqual([
      'HTTP_PORT',
      'INGESTER_LIMIT',
      'INGESTER_LIMITS',
      'KAFKA_BROKERS',
      'SCHEMA_REGISTRY_URL',
    ]);
    expect(error.message).toContain('INGESTER_LIMITS: is not a setting of ingester; did you mean INGESTER_LIMIT?');
    expect(error.message).toContain('SCHEMA_REGISTRY_URL: is missing');
    expect(error.message).not.toContain('secret-token');
  });

  it.each([
    ['KAFKA_BROKERS', ''],
    ['KAFKA_BROKERS', 'a:1,,b:2'],
    ['KAFKA_BROKERS', 'http://a:1'],
    ['SCHEMA_REGISTRY_URL', 'registry:8081'],
    ['SCHEMA_REGISTRY_URL', 'ftp://registry'],
    ['HTTP_PORT', '70000'],
    ['HTTP_PORT', '1.5'],
    ['STOP_DEADLINE_MS', '-5'],
    ['KAFKA_TOPIC_PREFIX', 'a.b'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%j', (key, value) => {
    expect(problemsOf({ ...good, [key]: value }).problems.map((problem) => problem.key)).toEqual([key]);
  });

  describe('with NAME_FILE', () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'config-'));
    const file = path.join(dir, 'token');
    writeFileSync(file, 'from-file\n');
    const { X_BEARER_TOKEN: _token, ...rest } = good;

    it('reads the value from the file, without its last newline', () => {
      expect(load({ ...rest, X_BEARER_TOKEN_FILE: file }).X_BEARER_TOKEN).toBe('from-file');
    });

    it('says when the file cannot be read', () => {
      expect(problemsOf({ ...rest, X_BEARER_TOKEN_FILE: path.join(dir, 'absent') }).message).toContain(
        'X_BEARER_TOKEN: cannot be read from X_BEARER_TOKEN_FILE: ENOENT',
      );
    });

    it('refuses both at once', () => {
      expect(problemsOf({ ...good, X_BEARER_TOKEN_FILE: file }).message).toContain('keep one');
    });
  });
});

describe('describeConfig', () => {
  it('replaces secrets and credentials in URIs', () => {
    const shown = describeConfig({ TOKEN: 's3cret', URI: 'mongodb://u:p4ss@h/db', N: 1 }, ['TOKEN']);
    expect(shown).toEqual({ TOKEN: '[redacted]', URI: 'mongodb://[redacted]@h/db', N: 1 });
  });
});
