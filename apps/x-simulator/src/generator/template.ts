import { createMatchInput, type MatchInput } from '../rules/match-input';
import { toMatchSource } from '../rules/match-source';
import type { XIncludes, XPost } from '../wire';
import type { Draft } from './draft';
import type { Random } from './random';

/**
 * A post that can be emitted again and again: what changes each time stands as a token and
 * is put in as text, because rendering five kilobytes of JSON for every post would limit
 * the simulator to a few hundred posts a second.
 */
export interface Template {
  readonly post: XPost;
  readonly includes: XIncludes;
  /** Prepared once for the rules. */
  readonly matchInput: MatchInput;
  /** What an edit makes of it; absent where X lets nobody edit. */
  readonly revise?: (random: Random) => Template;
}

export function createTemplate({ post, includes, revise }: Draft): Template {
  return {
    post,
    includes,
    matchInput: createMatchInput(toMatchSource(post, includes)),
    ...(revise && { revise: (random) => createTemplate(revise(random)) }),
  };
}
