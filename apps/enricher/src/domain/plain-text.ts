import type { Entities } from '@tdp/contracts';
import { unescapeText } from './unescape';

interface Span {
  readonly start: number | null;
  readonly end: number | null;
}

/** X's own links: what is left of them when X sent no entities to cut by. */
const SHORT_LINK = /https?:\/\/t\.co\/\w+/g;
const HIGH_SURROGATE = /[\uD800-\uDBFF]/;
/** What is not one space or line break by itself; zero-width spaces and joiners too, which nobody sees. */
const ODD_SPACE = /[\s\u200B\u2060]{2,}|[^\S \n]|[\u200B\u2060]/g;
const VISIBLE_SPACE = /\s/;
/** What languages write onto a name: #Berlin's, @bob’s, #İstanbul'da. Without the name it is no word. */
const SUFFIX = /^['’]\p{L}{1,5}(?![\p{L}\p{M}\p{N}_'’])/u;
const MAX_SUFFIX = 8;

/**
 * A text without links, mentions, hashtags and cashtags, and what is written onto these. They are cut by their offsets, which count code points of
 * the escaped text; only then it is unescaped. A run of white space becomes one space, or one line break if it has any.
 */
export function plainTextOf(escaped: string, entities: Entities | null): string {
  const cut = entities === null ? escaped.replace(SHORT_LINK, ' ') : without(escaped, cutsOf(entities));
  const text = unescapeText(cut);
  return text
    .replace(ODD_SPACE, (space, at: number) => {
      if (at === 0 || at + space.length === text.length) {
        return '';
      }
      if (space.includes('\n')) {
        return '\n';
      }
      return VISIBLE_SPACE.test(space) ? ' ' : space;
    })
    .trim();
}

interface Cut {
  readonly spans: readonly Span[];
  /** Whether what is written onto one of them goes with it. */
  readonly withSuffix: boolean;
}

const cutsOf = ({ urls, mentions, hashtags, cashtags }: Entities): readonly Cut[] => [
  { spans: urls, withSuffix: false },
  { spans: mentions, withSuffix: true },
  { spans: hashtags, withSuffix: true },
  { spans: cashtags, withSuffix: true },
];

/** Each span leaves a space, so that its neighbours do not become one word. */
function without(text: string, cuts: readonly Cut[]): string {
  const sorted = cuts
    .flatMap(({ spans, withSuffix }) =>
      spans.filter(isSpan).map(({ start, end }) => ({ start, end, withSuffix })),
    )
    .sort((a, b) => a.start - b.start);
  if (sorted.length === 0) {
    return text;
  }
  // Offsets are those of the string itself when every code point is one unit of it.
  const points = HIGH_SURROGATE.test(text) ? Array.from(text) : null;
  const slice = (start: number, end?: number): string =>
    points === null ? text.slice(start, end) : points.slice(start, end).join('');
  let kept = '';
  let at = 0;
  for (const { start, end, withSuffix } of sorted) {
    // X lists a link once for each of its photos.
    if (start >= at) {
      kept += `${slice(at, start)} `;
    }
    const suffix = withSuffix ? SUFFIX.exec(slice(end, end + MAX_SUFFIX))?.[0] : undefined;
    at = Math.max(at, end + (suffix === undefined ? 0 : [...suffix].length));
  }
  return kept + slice(at);
}

const isSpan = (span: Span): span is { start: number; end: number } =>
  span.start !== null && span.end !== null && span.start >= 0 && span.end > span.start;
