import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { composeEnv, endpointsOf, portsEnv, PREFERRED_PORTS } from './compose-env';

const newDir = temporaryDirs();
const settings = { rate: 250, replayFile: null, replayMode: 'once', from: 'simulator' } as const;
const secrets = { X_BEARER_TOKEN: 'real', X_API_KEY: 'real', X_API_SECRET: 'real' };

describe('composeEnv', () => {
  it('reads the simulator, and hands on no key to X', () => {
    const env = { ...secrets, ...composeEnv(settings, { repo: '/repo', env: secrets }) };
    expect(env).toMatchObject({
      X_SOURCE: 'simulator',
      X_SIMULATOR_RATE: '250',
      INGESTER_RULES_FILE: '/repo/apps/ingester/rules.yaml',
      ENRICHER_TOPICS_FILE: '/repo/apps/enricher/topics.yaml',
    });
    expect(Object.values(env)).not.toContain('real');
  });

  it('reads X, with secrets from files too, whose paths are relative to where the command was typed', () => {
    const file = path.join(newDir(), 'token');
    writeFileSync(file, 'from-file\n');
    const dir = path.dirname(file);
    const env = {
      X_BEARER_TOKEN_FILE: 'token',
      TDP_WORKING_DIR: dir,
      INGESTER_RULES_FILE: 'my.yaml',
      ENRICHER_TOPICS_FILE: 't.yaml',
    };
    expect(composeEnv({ ...settings, from: 'x' }, { repo: '/repo', env })).toMatchObject({
      X_SOURCE: 'x',
      X_BEARER_TOKEN: 'from-file',
      INGESTER_RULES_FILE: `${dir}/my.yaml`,
      ENRICHER_TOPICS_FILE: `${dir}/t.yaml`,
    });
  });

  it('mounts a recording', () => {
    expect(composeEnv({ ...settings, replayFile: '/r' }, { repo: '/repo', env: {} })).toMatchObject({
      X_SIMULATOR_REPLAY_HOST_FILE: '/r',
      X_SIMULATOR_REPLAY_MODE: 'once',
    });
  });
});

describe('published ports', () => {
  it('are given to docker-compose.yml and announced', () => {
    const ports = { ...PREFERRED_PORTS, kafka: 1234 };
    expect(portsEnv(ports)).toMatchObject({ KAFKA_HOST_PORT: '1234', SCHEMA_REGISTRY_HOST_PORT: '8081' });
    expect(endpointsOf(ports).kafkaBrokers).toBe('127.0.0.1:1234');
  });
});
