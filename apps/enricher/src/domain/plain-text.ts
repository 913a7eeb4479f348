import type { Entities } from '@tdp/contracts';
import { countCodePoints } from './code-points';
import { unescapeText } from './unescape';

interface Span {
  readonly start: number | null;
  readonly end: number | null;
}

/** X's own links: what is left of them when X sent no entities to cut by. */
const SHORT_LINK = /https?:\/\/t\.co\/\w+/g;
/** What is not one space or line break by itself; zero-width spaces and joiners too, which nobody sees. */
const ODD_SPACE = /[\s\u200B\u2060]{2,}|[^\S \n]|[\u200B\u2060]/g;
const VISIBLE_SPACE = /\s/;
/** What languages write onto a name: #Berlin's, @bob’s, #İstanbul'da. Without the name it is no word. */
const SUFFIX = /^['’]\p{L}{1,5}(?![\p{L}\p{M}\p{N}_'’])/u;
const MAX_SUFFIX = 12;

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
  readonly start: number;
  readonly end: number;
  /** Whether what is written onto it goes with it. */
  readonly withSuffix: boolean;
}

/** In the order of the text. */
function cutsOf({ urls, mentions, hashtags, cashtags }: Entities): readonly Cut[] {
  const cuts: Cut[] = [];
  addCuts(cuts, urls, false);
  addCuts(cuts, mentions, true);
  addCuts(cuts, hashtags, true);
  addCuts(cuts, cashtags, true);
  return cuts.sort((a, b) => a.start - b.start);
}

function addCuts(cuts: Cut[], spans: readonly Span[], withSuffix: boolean): void {
  for (const { start, end } of spans) {
    if (start !== null && end !== null && start >= 0 && end > start) {
      cuts.push({ start, end, withSuffix });
    }
  }
}

/** Each cut leaves a space, so that its neighbours do not become one word. */
function without(text: string, cuts: readonly Cut[]): string {
  let kept = '';
  // How far it is read, in code points as X counts and in units of the string.
  let point = 0;
  let unit = 0;
  for (const { start, end, withSuffix } of cuts) {
    // X lists a link once for each of its photos.
    if (start >= point) {
      const from = unit;
      unit = unitAfter(text, unit, start - point);
      kept += `${text.slice(from, unit)} `;
      point = start;
    }
    if (end > point) {
      unit = unitAfter(text, unit, end - point);
      point = end;
      const suffix =
        withSuffix && isApostrophe(text, unit) ? SUFFIX.exec(text.slice(unit, unit + MAX_SUFFIX)) : null;
      if (suffix !== null) {
        unit += suffix[0].length;
        point += countCodePoints(suffix[0]);
      }
    }
  }
  return kept + text.slice(unit);
}

const isApostrophe = (text: string, unit: number): boolean => text[unit] === "'" || text[unit] === '’';

/** The unit that comes a number of code points after another; the end of the text where there are not so many. */
function unitAfter(text: string, unit: number, points: number): number {
  let after = unit;
  for (let left = points; left > 0 && after < text.length; left -= 1) {
    const isPair =
      (text.charCodeAt(after) & 0xfc00) === 0xd800 && (text.charCodeAt(after + 1) & 0xfc00) === 0xdc00;
    after += isPair ? 2 : 1;
  }
  return after;
}
