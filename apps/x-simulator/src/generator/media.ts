import type { XMedia } from '../wire';
import type { Piece } from './compose-text';
import type { Random } from './random';
import { TOKEN } from './token';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const MAX_PHOTOS = 4;

/** What a post shows: up to four photos, or one video or animation. */
export function createMediaSet(random: Random): readonly XMedia[] {
  const type = random.pick(['photo', 'photo', 'video', 'animated_gif'] as const);
  if (type !== 'photo') {
    return [createVideo(random, type)];
  }
  return Array.from({ length: 1 + random.zipf(MAX_PHOTOS) }, () => createPhoto(random));
}

export function createPhoto(random: Random): XMedia {
  const number = random.integer(1_000_000_000);
  return {
    media_key: `3_${number}`,
    type: 'photo',
    url: `https://pbs.twimg.com/media/${number}.jpg`,
    width: 1_200,
    height: 675,
    ...(random.chance(0.3) && { alt_text: 'a river at dawn' }),
  };
}

/** The link that X puts behind a text for what the post shows: one, whatever the number of photos. */
export function writeMediaLink(random: Random, username: string, media: readonly XMedia[]): Piece {
  const code = createLinkCode(random);
  const page = media[0]?.type === 'photo' ? 'photo' : 'video';
  return {
    kind: 'link',
    url: `https://t.co/${code}`,
    targets: media.map(({ media_key }) => ({
      expanded_url: `https://x.com/${username}/status/${TOKEN.id}/${page}/1`,
      display_url: `pic.x.com/${code}`,
      media_key,
    })),
  };
}

/** The part of a t.co link that differs. */
export const createLinkCode = (random: Random): string =>
  Array.from({ length: 10 }, () => LETTERS[random.integer(LETTERS.length)]).join('');

function createVideo(random: Random, type: 'video' | 'animated_gif'): XMedia {
  const number = random.integer(1_000_000_000);
  return {
    media_key: `${type === 'video' ? 7 : 16}_${number}`,
    type,
    preview_image_url: `https://pbs.twimg.com/media/${number}.jpg`,
    width: 1_280,
    height: 720,
    ...(type === 'video' && {
      duration_ms: 5_000 + random.integer(120_000),
      public_metrics: { view_count: random.zipf(100_000) },
    }),
    variants: [
      { content_type: 'video/mp4', bit_rate: 832_000, url: `https://video.twimg.com/${number}/360.mp4` },
      { content_type: 'application/x-mpegURL', url: `https://video.twimg.com/${number}/list.m3u8` },
    ],
  };
}
