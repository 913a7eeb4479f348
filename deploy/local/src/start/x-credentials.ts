import { isGiven } from '../fetch/given';

export interface XAccess {
  /** Whether posts come from the local simulator or from X itself. */
  readonly from: 'simulator' | 'x';
  readonly problems: string[];
}

/** X is read when it can be: a token, or a key with its secret, is in the environment. A replay never reads X. */
export function decideXAccess(env: NodeJS.ProcessEnv, isReplay: boolean): XAccess {
  if (isReplay) {
    return { from: 'simulator', problems: [] };
  }
  if (isGiven(env, 'X_BEARER_TOKEN')) {
    return { from: 'x', problems: [] };
  }
  const key = isGiven(env, 'X_API_KEY');
  const secret = isGiven(env, 'X_API_SECRET');
  if (key !== secret) {
    const [present, absent] = key ? ['X_API_KEY', 'X_API_SECRET'] : ['X_API_SECRET', 'X_API_KEY'];
    return { from: 'simulator', problems: [`${present} is set without ${absent}: X needs both`] };
  }
  return { from: key ? 'x' : 'simulator', problems: [] };
}
