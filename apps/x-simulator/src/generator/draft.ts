import type { XIncludes, XPost } from '../wire';
import type { Piece } from './compose-text';
import type { Person } from './people';
import type { Random } from './random';
import { rewritePieces } from './writing';

/** A post with what it refers to. */
export interface Draft {
  readonly post: XPost;
  readonly includes: XIncludes;
  /** The post after an edit; absent where X lets nobody edit. */
  readonly revise?: (random: Random) => Draft;
}

export interface DraftDeps {
  readonly random: Random;
  readonly people: readonly Person[];
}

export const loudPerson = ({ random, people }: DraftDeps): Person =>
  people[random.zipf(people.length)] as Person;

/** A draft whose words its author can write anew; `finish` makes the post of them. */
export function draftEditable(
  author: Person,
  pieces: readonly Piece[],
  finish: (pieces: readonly Piece[]) => Draft,
): Draft {
  return {
    ...finish(pieces),
    revise: (random) => draftEditable(author, rewritePieces(random, author, pieces), finish),
  };
}
