import { escapeHtml, unescapeHtml } from '../rules/html-escapes';
import type { XEntities, XPost, XSpan, XUser } from '../wire';

const MAX_CHARACTERS = 140;

/**
 * What X writes for a repost: `RT @name: ` and the original's text, cut off after 140 characters that people
 * read, with those of its entities that are still whole. A link to media that is left brings the attachment.
 */
export function repostText(
  { text, entities = {}, attachments }: XPost,
  author: XUser,
): Pick<XPost, 'text' | 'entities' | 'attachments'> {
  const prefix = `RT @${author.username}: `;
  const points = [...prefix, ...unescapeHtml(text)];
  const isCut = points.length > MAX_CHARACTERS;
  const kept = isCut ? points.slice(0, MAX_CHARACTERS - 1) : points;
  const shown = escapeHtml(kept.join(''));
  const moved = moveEntities(entities, {
    by: prefix.length,
    end: [...shown].length,
    unescapedEnd: kept.length,
  });
  const name: XSpan = { start: 3, end: 4 + author.username.length };
  const mention = { ...name, username: author.username, id: author.id };
  const showsMedia = moved.urls?.some(({ media_key: key }) => key !== undefined) ?? false;
  return {
    text: isCut ? `${shown}…` : shown,
    entities: { ...moved, mentions: [mention, ...(moved.mentions ?? [])] },
    ...(showsMedia && attachments && { attachments }),
  };
}

interface Move {
  readonly by: number;
  /** Where the text ends, escaped. */
  readonly end: number;
  readonly unescapedEnd: number;
}

function moveEntities({ hashtags, cashtags, mentions, urls, annotations }: XEntities, move: Move): XEntities {
  const whole = <T extends XSpan>(all: readonly T[] | undefined, end: number): readonly T[] =>
    (all ?? [])
      .map((entity) => ({ ...entity, start: entity.start + move.by, end: entity.end + move.by }))
      .filter((entity) => entity.end <= end);
  const moved = {
    hashtags: whole(hashtags, move.end),
    cashtags: whole(cashtags, move.end),
    mentions: whole(mentions, move.end),
    urls: whole(urls, move.end),
    // The end of an annotation is its last character.
    annotations: whole(annotations, move.unescapedEnd - 1),
  };
  return Object.fromEntries(Object.entries(moved).filter(([, each]) => each.length > 0));
}
