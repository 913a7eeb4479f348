import type { Entities } from '@tdp/contracts';
import { unescapeText } from './unescape';

interface Span {
  readonly start: number | null;
  readonly end: number | null;
}

/** X's own links: what is left of them when X sent no entities to cut by. */
const SHORT_LINK = /https?:\/\/t\.co\/\w+/g;
const HIGH_SURROGATE = /[\uD800-\uDBFF]/;
const SPACE = /\s+/g;

/**
 * A text without links, mentions, hashtags and cashtags. They are cut by their offsets, which count code points of
 * the escaped text; only then it is unescaped. A run of white space becomes one space, or one line break if it has any.
 */
export function plainTextOf(escaped: string, entities: Entities | null): string {
  const cut = entities === null ? escaped.replace(SHORT_LINK, ' ') : withoutSpans(escaped, spansOf(entities));
  return unescapeText(cut)
    .replace(SPACE, (space) =>
      space.length > 1 && space.includes('\n') ? '\n' : space === '\n' ? space : ' ',
    )
    .trim();
}

const spansOf = ({ urls, mentions, hashtags, cashtags }: Entities): readonly Span[] => [
  ...urls,
  ...mentions,
  ...hashtags,
  ...cashtags,
];

/** Each span leaves a space, so that its neighbours do not become one word. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) {
    return text;
  }
  // Offsets are those of the string itself when every code point is one unit of it.
  const points = HIGH_SURROGATE.test(text) ? Array.from(text) : null;
  const slice = (start: number, end?: number): string =>
    points === null ? text.slice(start, end) : points.slice(start, end).join('');
  const sorted = spans
    .filter((span): span is { start: number; end: number } => isSpan(span))
    .sort((a, b) => a.start - b.start);
  let kept = '';
  let at = 0;
  for (const { start, end } of sorted) {
    // X lists a link once for each of its photos.
    if (start >= at) {
      kept += `${slice(at, start)} `;
    }
    at = Math.max(at, end);
  }
  return kept + slice(at);
}

const isSpan = ({ start, end }: Span): boolean => start !== null && end !== null && start >= 0 && end > start;
