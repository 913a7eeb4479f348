import { unescapeHtml } from '../src/rules/html-escapes';
import type { XEntities, XPost, XSpan } from '../src/wire';

export interface EntitySpan {
  readonly kind: keyof XEntities;
  /** What the entity says it is. */
  readonly expected: string;
  /** What the text holds where the entity says it stands. */
  readonly found: string;
}

/** Every entity of a post, that of its long text included, beside what its text holds there, as X counts. */
export function entitySpans({ text, entities, note_tweet: long }: XPost): readonly EntitySpan[] {
  return [...spansOf(text, entities), ...(long === undefined ? [] : spansOf(long.text, long.entities))];
}

export const isMisplaced = ({ expected, found }: EntitySpan): boolean =>
  expected.toLowerCase() !== found.toLowerCase();

function spansOf(text: string, entities: XEntities = {}): readonly EntitySpan[] {
  const points = [...text];
  const unescaped = [...unescapeHtml(text)];
  const at = ({ start, end }: XSpan): string => points.slice(start, end).join('');
  const spans = <T extends XSpan>(
    kind: keyof XEntities,
    all: readonly T[] | undefined,
    expected: (entity: T) => string,
  ): readonly EntitySpan[] =>
    (all ?? []).map((entity) => ({ kind, expected: expected(entity), found: at(entity).replace('＃', '#') }));
  return [
    ...spans('hashtags', entities.hashtags, ({ tag }) => `#${tag}`),
    ...spans('cashtags', entities.cashtags, ({ tag }) => `$${tag}`),
    ...spans('mentions', entities.mentions, ({ username }) => `@${username}`),
    ...spans('urls', entities.urls, ({ url }) => url),
    ...(entities.annotations ?? []).map(({ start, end, normalized_text: expected }) => ({
      kind: 'annotations' as const,
      expected,
      found: unescaped.slice(start, end + 1).join(''),
    })),
  ];
}
