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
const good = {
  KAFKA_BROKERS: 'a:1, b:2',
  SCHEMA_REGISTRY_URL: 'http://r:8081/x',
  X_BEARER_TOKEN: 'secret-token',
};
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
    expect(Object.isFrozen(config.KAFKA_BROKERS)).toBe(true);
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
    expect(error.message).toContain(
      'INGESTER_LIMITS: is not a setting of ingester; did you mean INGESTER_LIMIT?',
    );
    expect(error.message).toContain('SCHEMA_REGISTRY_URL: is missing');
    expect(error.message).not.toContain('secret-token');
  });

  it.each([
    ['KAFKA_BROKERS', ''],
    ['KAFKA_BROKERS', 'a:1,,b:2'],
    ['KAFKA_BROKERS', 'a:0'],
    ['KAFKA_BROKERS', 'a:65536'],
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

  it.each(['', ' ', '\t'])('takes %j for absent, never for the number 0', (blank) => {
    expect(load({ ...good, HTTP_PORT: blank }).HTTP_PORT).toBe(9464);
  });

  it('suggests which variable a missing setting was misspelt as', () => {
    const { KAFKA_BROKERS: brokers, ...rest } = good;
    expect(problemsOf({ ...rest, KAFKA_BROKER: brokers }).message).toContain(
      'KAFKA_BROKERS: is missing; is KAFKA_BROKER meant to be it?',
    );
  });

  it('accepts what Kubernetes sets for a Service of the same name', () => {
    const links = {
      INGESTER_SERVICE_HOST: '10.0.0.1',
      INGESTER_SERVICE_PORT_METRICS: '9464',
      INGESTER_PORT: 'tcp://10.0.0.1:9464',
      INGESTER_PORT_9464_TCP_ADDR: '10.0.0.1',
    };
    expect(load({ ...good, ...links })).toEqual(load(good));
    expect(problemsOf({ ...good, INGESTER_PORT: '9464' }).problems).toHaveLength(1);
  });

  it('cuts a secret out of a message that its schema makes of it', () => {
    const strict = z.object({
      TOKEN: z.string().refine(() => false, { error: (issue) => `bad: ${issue.input}` }),
    });
    const read = () =>
      loadConfig({ schema: strict, env: { TOKEN: 's3cret' }, service: 'x', secrets: ['TOKEN'] });
    expect(read).toThrow('TOKEN: bad: [redacted]');
  });

  it('takes a setting that is itself called NAME_FILE for a path', () => {
    const paths = z.object({ RULES: z.string().optional(), RULES_FILE: z.string() });
    const config = loadConfig({ schema: paths, env: { RULES_FILE: '/absent' }, service: 'x', secrets: [] });
    expect(config).toEqual({ RULES_FILE: '/absent' });
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
        'X_BEARER_TOKEN: cannot be read from X_BEARER_TOKEN_FILE: there is no file',
      );
    });

    it('refuses an empty file', () => {
      const empty = path.join(dir, 'empty');
      writeFileSync(empty, '\n');
      expect(problemsOf({ ...rest, X_BEARER_TOKEN_FILE: empty }).problems).toEqual([
        { key: 'X_BEARER_TOKEN', message: 'the file that X_BEARER_TOKEN_FILE names is empty' },
      ]);
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
