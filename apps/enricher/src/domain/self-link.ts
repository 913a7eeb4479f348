import type { Entities, Tweet, UrlEntity } from '@tdp/contracts';

const STATUS =
  /^https?:\/\/(?:(?:www|mobile)\.)?(?:twitter|x)\.com\/(?:i\/web|[^/?#]+)\/status(?:es)?\/(\d+)(?![\d/])/i;

/** Where a link leads, as far as X says. */
export const targetOf = ({ unwoundUrl, expandedUrl }: UrlEntity): string | null => unwoundUrl ?? expandedUrl;

/** Whether a link leads to the post that it is in, or to another version of it; its photos are something else. */
export function leadsToItself(url: UrlEntity, { id, editHistoryTweetIds }: Tweet): boolean {
  const target = STATUS.exec(targetOf(url) ?? '')?.[1];
  return target !== undefined && (target === id || editHistoryTweetIds.includes(target));
}

const ELLIPSIS = '…';

/** Whether a text ends in … and a link to the post itself: so X cuts a long one short for who does not ask for all of it. */
export function isCutShort(post: Tweet, text: string, entities: Entities | null): boolean {
  if (entities === null || !text.includes(ELLIPSIS)) {
    return false;
  }
  const points = Array.from(text);
  return entities.urls.some(
    (url) =>
      url.start !== null &&
      leadsToItself(url, post) &&
      points.slice(0, url.start).join('').trimEnd().endsWith(ELLIPSIS),
  );
}
