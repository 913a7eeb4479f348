import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { composeEnv, endpointsOf, portsEnv, PREFERRED_PORTS } from './compose-env';

const newDir = temporaryDirs();
const settings = { rate: 250, replayFile: null, replayMode: 'once', from: 'simulator' } as const;
const secrets = { X_BEARER_TOKEN: 'real', X_API_KEY: 'real', X_API_SECRET: 'real' };

describe('composeEnv', () => {
  it('points the ingester at the simulator, and gives it no key to X', () => {
    const env = { ...secrets, ...composeEnv(settings, { repo: '/repo', env: secrets }) };
    expect(env).toMatchObject({
      X_API_BASE_URL: 'http://x-simulator:8080',
      X_BEARER_TOKEN: 'simulator-token',
      X_SIMULATOR_RATE: '250',
      INGESTER_RULES_FILE: '/repo/apps/ingester/rules.yaml',
    });
    expect(Object.values(env)).not.toContain('real');
  });

  it('points the ingester at X, with secrets from files too', () => {
    const file = path.join(newDir(), 'token');
    writeFileSync(file, 'from-file\n');
    const env = { X_BEARER_TOKEN_FILE: file, TDP_WORKING_DIR: '/home/ann', INGESTER_RULES_FILE: 'my.yaml' };
    expect(composeEnv({ ...settings, from: 'x' }, { repo: '/repo', env })).toMatchObject({
      X_API_BASE_URL: 'https://api.x.com',
      X_BEARER_TOKEN: 'from-file',
      INGESTER_RULES_FILE: '/home/ann/my.yaml',
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
