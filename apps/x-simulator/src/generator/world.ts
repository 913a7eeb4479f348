import { loudPerson, type Draft, type DraftDeps } from './draft';
import { draftOriginal } from './originals';
import { createPeople, type Person } from './people';
import { createRandom, type Random } from './random';
import { draftQuote, draftReply, draftRepost } from './referring';
import { createTemplate, type Template } from './template';

/** Everybody and everything there is to see: the same seed gives the same world. */
export interface World {
  readonly people: readonly Person[];
  readonly templates: readonly Template[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly templates: number;
  readonly people: number;
}

/** Cumulative, as on X: a third reposts, a fifth replies, some quotes, the rest stands alone. */
const KINDS: readonly (readonly [number, (deps: DraftDeps, author: Person) => Draft])[] = [
  [0.33, draftRepost],
  [0.53, draftReply],
  [0.6, draftQuote],
  [1, draftOriginal],
];

export function createWorld(options: WorldOptions): World {
  const random = createRandom(options.seed);
  const people = createPeople(random, options.people);
  const deps = { random, people };
  const templates = Array.from({ length: options.templates }, () => createTemplate(draftAny(deps, random)));
  return { people, templates };
}

function draftAny(deps: DraftDeps, random: Random): Draft {
  const roll = random.next();
  const [, draft] = KINDS.find(([limit]) => roll < limit) ?? [1, draftOriginal];
  return draft(deps, loudPerson(deps));
}
