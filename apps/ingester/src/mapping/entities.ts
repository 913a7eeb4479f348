import type {
  AnnotationEntity,
  CashtagEntity,
  Entities,
  HashtagEntity,
  MentionEntity,
  UrlEntity,
  UrlImage,
} from '@tdp/contracts';
import { double, fields, id, int32, list, NONE, object, string, to } from '../reading/readers';

const NO_SPAN = { start: null, end: null };

const urlImage = object<UrlImage>(
  { url: null, width: null, height: null },
  fields({ url: to('url', string), width: to('width', int32), height: to('height', int32) }),
);

const url = object<UrlEntity>(
  {
    ...NO_SPAN,
    url: null,
    expandedUrl: null,
    displayUrl: null,
    unwoundUrl: null,
    status: null,
    title: null,
    description: null,
    mediaKey: null,
    images: NONE,
  },
  fields({
    start: to('start', int32),
    end: to('end', int32),
    url: to('url', string),
    expanded_url: to('expandedUrl', string),
    display_url: to('displayUrl', string),
    unwound_url: to('unwoundUrl', string),
    status: to('status', int32),
    title: to('title', string),
    description: to('description', string),
    media_key: to('mediaKey', string),
    images: to('images', list(urlImage)),
  }),
);

const hashtag = object<HashtagEntity>(
  { ...NO_SPAN, tag: null },
  fields({ start: to('start', int32), end: to('end', int32), tag: to('tag', string) }),
);

const cashtag = object<CashtagEntity>(
  { ...NO_SPAN, tag: null },
  fields({ start: to('start', int32), end: to('end', int32), tag: to('tag', string) }),
);

const mention = object<MentionEntity>(
  { ...NO_SPAN, username: null, id: null },
  fields({
    start: to('start', int32),
    end: to('end', int32),
    username: to('username', string),
    id: to('id', id),
  }),
);

const annotation = object<AnnotationEntity>(
  { ...NO_SPAN, probability: null, type: null, normalizedText: null },
  fields({
    start: to('start', int32),
    end: to('end', int32),
    probability: to('probability', double),
    type: to('type', string),
    normalized_text: to('normalizedText', string),
  }),
);

export const urls = list(url);
export const hashtags = list(hashtag);
export const cashtags = list(cashtag);
export const mentions = list(mention);

/** What X found in a post's text. */
export const entities = object<Entities>(
  { hashtags: NONE, mentions: NONE, cashtags: NONE, urls: NONE, annotations: NONE },
  fields({
    hashtags: to('hashtags', hashtags),
    mentions: to('mentions', mentions),
    cashtags: to('cashtags', cashtags),
    urls: to('urls', urls),
    annotations: to('annotations', list(annotation)),
  }),
);
