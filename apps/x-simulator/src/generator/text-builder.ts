import type { XEntities, XMentionEntity, XTagEntity, XUrlEntity } from '../wire';

/** Builds a text and the entities in it; positions are code points, as X counts. */
export interface TextBuilder {
  words(text: string): TextBuilder;
  hashtag(tag: string): TextBuilder;
  cashtag(tag: string): TextBuilder;
  mention(username: string, id: string): TextBuilder;
  url(url: Omit<XUrlEntity, 'start' | 'end'>): TextBuilder;
  build(): { text: string; entities: XEntities };
}

export function createTextBuilder(): TextBuilder {
  let text = '';
  let length = 0;
  const hashtags: XTagEntity[] = [];
  const cashtags: XTagEntity[] = [];
  const mentions: XMentionEntity[] = [];
  const urls: XUrlEntity[] = [];

  /** Appends after a space; returns where the piece begins and ends. */
  function append(piece: string): { start: number; end: number } {
    const separator = text === '' ? '' : ' ';
    const start = length + separator.length;
    text += separator + piece;
    length = start + [...piece].length;
    return { start, end: length };
  }

  const builder: TextBuilder = {
    words(piece) {
      append(piece);
      return builder;
    },
    hashtag(tag) {
      hashtags.push({ ...append(`#${tag}`), tag });
      return builder;
    },
    cashtag(tag) {
      cashtags.push({ ...append(`$${tag}`), tag });
      return builder;
    },
    mention(username, id) {
      mentions.push({ ...append(`@${username}`), username, id });
      return builder;
    },
    url(url) {
      urls.push({ ...append(url.url), ...url });
      return builder;
    },
    build: () => ({
      text,
      entities: {
        ...(hashtags.length > 0 && { hashtags }),
        ...(cashtags.length > 0 && { cashtags }),
        ...(mentions.length > 0 && { mentions }),
        ...(urls.length > 0 && { urls }),
      },
    }),
  };
  return builder;
}
