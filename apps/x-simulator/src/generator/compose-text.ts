import { escapeHtml } from '../rules/html-escapes';
import type { XAnnotationEntity, XEntities, XMentionEntity, XSpan, XTagEntity, XUrlEntity } from '../wire';

type LinkTarget = Omit<XUrlEntity, keyof XSpan | 'url'>;

/** What a text is put together from, with a space between any two. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  /** Words that X recognizes as a name. */
  | { readonly kind: 'name'; readonly text: string; readonly type: string; readonly probability: number }
  | { readonly kind: 'hashtag' | 'cashtag'; readonly tag: string }
  | { readonly kind: 'mention'; readonly username: string; readonly id: string }
  /** One link in the text, but an entity for each target: X lists the link of three photos three times. */
  | { readonly kind: 'link'; readonly url: string; readonly targets: readonly LinkTarget[] };

export interface ComposedText {
  readonly text: string;
  readonly entities: XEntities;
}

/**
 * A text and the entities in it, as X sends them: `&`, `<` and `>` are escaped and positions count the code
 * points of the escaped text, except those of annotations, which count in the unescaped one.
 */
export function composeText(pieces: readonly Piece[]): ComposedText {
  const hashtags: XTagEntity[] = [];
  const cashtags: XTagEntity[] = [];
  const mentions: XMentionEntity[] = [];
  const urls: XUrlEntity[] = [];
  const annotations: XAnnotationEntity[] = [];
  let text = '';
  let length = 0;
  let unescapedLength = 0;
  for (const piece of pieces) {
    const shown = textOf(piece);
    const escaped = escapeHtml(shown);
    const separator = text === '' ? '' : ' ';
    const span = { start: length + separator.length, end: length + separator.length + [...escaped].length };
    const nameStart = unescapedLength + separator.length;
    text += separator + escaped;
    length = span.end;
    unescapedLength = nameStart + [...shown].length;
    switch (piece.kind) {
      case 'words':
        break;
      case 'name': {
        const { type, probability } = piece;
        // Inclusive: the position of the last code point.
        const end = unescapedLength - 1;
        annotations.push({ start: nameStart, end, probability, type, normalized_text: shown });
        break;
      }
      case 'hashtag':
        hashtags.push({ ...span, tag: piece.tag });
        break;
      case 'cashtag':
        cashtags.push({ ...span, tag: piece.tag });
        break;
      case 'mention':
        mentions.push({ ...span, username: piece.username, id: piece.id });
        break;
      case 'link':
        urls.push(...piece.targets.map((target) => ({ ...span, url: piece.url, ...target })));
        break;
    }
  }
  return {
    text,
    entities: {
      ...(hashtags.length > 0 && { hashtags }),
      ...(cashtags.length > 0 && { cashtags }),
      ...(mentions.length > 0 && { mentions }),
      ...(urls.length > 0 && { urls }),
      ...(annotations.length > 0 && { annotations }),
    },
  };
}

function textOf(piece: Piece): string {
  switch (piece.kind) {
    case 'words':
    case 'name':
      return piece.text;
    case 'hashtag':
      return `#${piece.tag}`;
    case 'cashtag':
      return `$${piece.tag}`;
    case 'mention':
      return `@${piece.username}`;
    case 'link':
      return piece.url;
  }
}
