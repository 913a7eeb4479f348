import { describe, expect, it } from '@jest/globals';
import { decideXAccess } from './x-credentials';

describe('decideXAccess', () => {
  it.each([
    [{}, 'simulator'],
    [{ X_BEARER_TOKEN: 't' }, 'x'],
    [{ X_BEARER_TOKEN_FILE: '/run/secrets/token' }, 'x'],
    [{ X_API_KEY: 'k', X_API_SECRET_FILE: '/run/secrets/s' }, 'x'],
    [{ X_BEARER_TOKEN: '', X_BEARER_TOKEN_FILE: '/run/secrets/token' }, 'x'],
    [{ X_BEARER_TOKEN: ' ' }, 'simulator'],
  ])('with %j reads %s', (env, from) => {
    expect(decideXAccess(env, false)).toEqual({ from, problems: [] });
  });

  it('replays a recording from the simulator even where X could be read', () => {
    expect(decideXAccess({ X_BEARER_TOKEN: 't' }, true).from).toBe('simulator');
  });

  it.each([
    [{ X_API_KEY: 'k' }, 'X_API_KEY is set without X_API_SECRET: X needs both'],
    [{ X_API_SECRET: 's' }, 'X_API_SECRET is set without X_API_KEY: X needs both'],
  ])('does not fall back to the simulator with half a key: %j', (env, problem) => {
    expect(decideXAccess(env, false).problems).toEqual([problem]);
  });
});
