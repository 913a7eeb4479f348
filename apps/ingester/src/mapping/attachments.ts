import type { Media, MediaVariant, Place, Poll, PollOption } from '@tdp/contracts';
import {
  double,
  fields,
  flattened,
  id,
  instant,
  int32,
  int64,
  list,
  NONE,
  object,
  string,
  to,
} from '../reading/readers';

const variant = object<MediaVariant>(
  { bitRate: null, contentType: null, url: null },
  fields({
    bit_rate: to('bitRate', int64),
    content_type: to('contentType', string),
    url: to('url', string),
  }),
);

export const media = object<Media>(
  {
    mediaKey: null,
    type: null,
    url: null,
    previewImageUrl: null,
    altText: null,
    durationMs: null,
    height: null,
    width: null,
    viewCount: null,
    variants: NONE,
  },
  fields({
    media_key: to('mediaKey', string),
    type: to('type', string),
    url: to('url', string),
    preview_image_url: to('previewImageUrl', string),
    alt_text: to('altText', string),
    duration_ms: to('durationMs', int64),
    height: to('height', int32),
    width: to('width', int32),
    public_metrics: flattened(fields<Media>({ view_count: to('viewCount', int64) })),
    variants: to('variants', list(variant)),
  }),
);

const pollOption = object<PollOption>(
  { position: null, label: null, votes: null },
  fields({ position: to('position', int32), label: to('label', string), votes: to('votes', int64) }),
);

export const poll = object<Poll>(
  { id: null, durationMinutes: null, endAt: null, votingStatus: null, options: NONE },
  fields({
    id: to('id', id),
    duration_minutes: to('durationMinutes', int32),
    end_datetime: to('endAt', instant),
    voting_status: to('votingStatus', string),
    options: to('options', list(pollOption)),
  }),
);

const allDoubles = list(double);

export const place = object<Place>(
  {
    id: null,
    fullName: null,
    name: null,
    country: null,
    countryCode: null,
    placeType: null,
    containedWithin: NONE,
    geoType: null,
    bbox: NONE,
  },
  fields({
    id: to('id', id),
    full_name: to('fullName', string),
    name: to('name', string),
    country: to('country', string),
    country_code: to('countryCode', string),
    place_type: to('placeType', string),
    contained_within: to('containedWithin', list(id)),
    geo: flattened(
      fields<Place>({
        type: to('geoType', string),
        // West, south, east, north: with one of them unreadable the others say nothing.
        bbox: to('bbox', (value, left) =>
          Array.isArray(value) && value.length === 4 && value.every(Number.isFinite)
            ? allDoubles(value, left)
            : undefined,
        ),
      }),
    ),
  }),
);
