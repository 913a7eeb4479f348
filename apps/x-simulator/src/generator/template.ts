import type { MatchInput } from '../rules/match-input';
import type { XIncludes, XPost } from '../wire';

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
}

export const TOKEN = {
  id: '@@ID@@',
  /** The id of the version before an edit. */
  previousId: '@@PREVIOUS@@',
  createdAt: '@@CREATED@@',
  editableUntil: '@@EDITABLE@@',
} as const;

/** What the tokens of one emission stand for. */
export interface Emission {
  readonly id: string;
  readonly previousId: string;
  readonly createdAtMs: number;
}

const EDITABLE_MS = 60 * 60_000;
const TOKENS = new RegExp(`(${Object.values(TOKEN).join('|')})`);

/** JSON with its tokens cut out, ready to be filled in. */
export type Segments = readonly string[];

/** Renders a value that holds tokens. */
export function toSegments(value: unknown): Segments {
  return JSON.stringify(value).split(TOKENS);
}

/** Puts one emission's values in place of the tokens. */
export function fill(segments: Segments, emission: Emission): string {
  let text = '';
  for (const segment of segments) {
    text += segment.startsWith('@@') ? valueOf(segment, emission) : segment;
  }
  return text;
}

function valueOf(segment: string, { id, previousId, createdAtMs }: Emission): string {
  switch (segment) {
    case TOKEN.id:
      return id;
    case TOKEN.previousId:
      return previousId;
    case TOKEN.createdAt:
      return new Date(createdAtMs).toISOString();
    case TOKEN.editableUntil:
      return new Date(createdAtMs + EDITABLE_MS).toISOString();
    default:
      return segment;
  }
}
