import { describe, expect, it } from '@jest/globals';
import { ingesterEnv, simulatorEnv } from './service-env';

const secrets = { X_BEARER_TOKEN: 'real', X_API_KEY: 'real', X_API_SECRET_FILE: '/run/secrets/real' };

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
