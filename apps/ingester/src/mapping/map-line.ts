import type { MatchingRule, Profile, Tweet } from '@tdp/contracts';
import { isJsonObject, parseExactly, type JsonObject } from './json';
import { joinIncludes, openIncludes } from './join';
import { createLeftovers, keptAt, type Leftovers } from './leftovers';
import type { Observation } from './observation';
import { EMPTY_POST, postFields } from './post';
import { fields, id as readId, list, object, readInto, string, to } from './read';

/** Why a line that carries a post gives no record; also a metric label. */
export const MAPPING_REASONS = [
  'ID_MISSING',
  'ID_NOT_A_STRING',
  'ID_MALFORMED',
  'TEXT_MISSING',
  'CREATED_AT_MALFORMED',
  'NESTED_TOO_DEEPLY',
] as const;
export type MappingReason = (typeof MAPPING_REASONS)[number];

export type MappedLine =
  | { readonly ok: true; readonly tweet: Tweet; readonly profiles: readonly Profile[] }
  | {
      readonly ok: false;
      readonly reason: MappingReason;
      readonly message: string;
      /** The post's id where it can be trusted. */
      readonly id: string | null;
    };

const ID = /^\d{1,20}$/;

const lineFields = fields<Tweet>({
  data: () => true,
  includes: (_record, value) => isJsonObject(value),
  matching_rules: to(
    'matchingRules',
    list(
      object<MatchingRule>({ id: null, tag: null }, fields({ id: to('id', readId), tag: to('tag', string) })),
    ),
  ),
});

/**
 * Maps one line of X (a post with its includes) to a Tweet and the Profiles of every user in it. Pure.
 *
 * @param text the line, for the rare case that a number in it must be parsed exactly
 * @param line the same, parsed; its data member is an object
 */
export function mapLine(text: string, line: JsonObject, observation: Observation): MappedLine {
  const left = createLeftovers();
  const mapped = mapParsed(line, observation, left);
  if (!left.inexact || left.tooDeep) {
    return mapped;
  }
  return mapParsed(parseExactly(text) as JsonObject, observation, createLeftovers());
}

function mapParsed(line: JsonObject, observation: Observation, left: Leftovers): MappedLine {
  const data = line['data'] as JsonObject;
  const refusal = refuse(data);
  if (refusal !== null) {
    return refusal;
  }
  const post = { ...EMPTY_POST, ...observation };
  left.path.push('data');
  readInto(post, postFields, data, left);
  left.path.pop();
  if (isPresent(data['created_at']) && post.createdAt === null) {
    return refused('CREATED_AT_MALFORMED', `created_at is ${brief(data['created_at'])}`, post.id);
  }
  readInto(post, lineFields, line, left);

  const includes = openIncludes(line['includes'], left);
  const tweet = joinIncludes(post, includes);
  const profiles = includes.users.takeAll().map(({ record, path }) => ({
    user: record,
    ...observation,
    unmapped: toJson(keptAt(left, path)),
  }));
  includes.leaveRest();
  if (left.tooDeep) {
    return refused('NESTED_TOO_DEEPLY', 'a member that is not mapped is nested too deeply', post.id);
  }
  return { ok: true, tweet: { ...tweet, unmapped: toJson(left.tree ?? undefined) }, profiles };
}

function refuse(data: JsonObject): MappedLine | null {
  const postId = data['id'];
  if (!isPresent(postId)) {
    return refused('ID_MISSING', 'the post has no id');
  }
  if (typeof postId !== 'string') {
    return refused('ID_NOT_A_STRING', 'the id is not a string; a number may have lost digits on its way');
  }
  if (!ID.test(postId)) {
    return refused('ID_MALFORMED', `the id is ${brief(postId)}`);
  }
  return typeof data['text'] === 'string' ? null : refused('TEXT_MISSING', 'the post has no text', postId);
}

const refused = (reason: MappingReason, message: string, id: string | null = null): MappedLine => ({
  ok: false,
  reason,
  message,
  id,
});

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

const brief = (value: unknown): string => JSON.stringify(value).slice(0, 60);

const toJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
