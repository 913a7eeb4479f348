import type { Tweet } from '@tdp/contracts';
import { isJsonObject } from '../reading/json';
import { createLeftovers, type Leftovers } from '../reading/leftovers';
import { readInto } from '../reading/readers';
import { EMPTY_POST, postFields } from './post';

/** Why a post gives no record; also a metric label. */
export const MAPPING_REASONS = [
  'ID_MISSING',
  'ID_NOT_A_STRING',
  'ID_MALFORMED',
  'TEXT_MISSING',
  'CREATED_AT_MALFORMED',
  'NESTED_TOO_DEEPLY',
] as const;
export type MappingReason = (typeof MAPPING_REASONS)[number];

export interface Refusal {
  readonly reason: MappingReason;
  readonly message: string;
  /** The post's id where it can be trusted. */
  readonly id: string | null;
}

/** A post with its own members read and nothing joined yet. */
export interface Draft {
  readonly post: { -readonly [K in keyof Tweet]: Tweet[K] };
  /** As X sent it. */
  readonly raw: unknown;
  /** What has no field. */
  readonly left: Leftovers;
}

/** When and how the posts of one observation were seen. */
export type Circumstances = Pick<Tweet, 'source' | 'observedAt' | 'ingestedAt'>;

const ID = /^\d{1,20}$/;

/** Reads a post's own members, or says why it cannot be one. */
export function startPost(raw: unknown, circumstances: Circumstances): Draft | Refusal {
  const data = isJsonObject(raw) ? raw : {};
  const { id, text, created_at: createdAt } = data;
  if (!isPresent(id)) {
    return refuse('ID_MISSING', 'the post has no id');
  }
  if (typeof id !== 'string') {
    return refuse('ID_NOT_A_STRING', 'the id is not a string; a number may have lost digits on its way');
  }
  if (!ID.test(id)) {
    return refuse('ID_MALFORMED', `the id is ${brief(id)}`);
  }
  if (typeof text !== 'string') {
    return refuse('TEXT_MISSING', 'the post has no text', id);
  }
  const post = { ...EMPTY_POST, ...circumstances };
  const left = createLeftovers();
  left.path.push('data');
  readInto(post, postFields, data, left);
  left.path.pop();
  return isPresent(createdAt) && post.createdAt === null
    ? refuse('CREATED_AT_MALFORMED', `created_at is ${brief(createdAt)}`, id)
    : { post, raw, left };
}

const refuse = (reason: MappingReason, message: string, id: string | null = null): Refusal => ({
  reason,
  message,
  id,
});

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

const brief = (value: unknown): string => JSON.stringify(value).slice(0, 60);
