import type { CountOperator, HasValue, IsValue, TextOperator } from './ast';

/** How an operator's value is read; the readers are in read-operator.ts. */
export type ValueForm =
  | 'user'
  | 'id'
  | 'text'
  | 'opaque'
  | 'link'
  | 'context'
  | 'country'
  | 'language'
  | 'count'
  | 'has'
  | 'is'
  | 'sample'
  | 'point_radius'
  | 'bounding_box';

export interface OperatorDefinition {
  readonly name: TextOperator | CountOperator | 'has' | 'is' | 'sample' | 'point_radius' | 'bounding_box';
  readonly form: ValueForm;
  /**
   * Whether it may carry a rule alone. X's reference leaves the type of the author counters blank; they
   * match far too many posts to stand alone, so they count as conjunction-required here.
   */
  readonly standalone: boolean;
  readonly aliases?: readonly string[];
}

const standalone = true;

const OPERATORS: readonly OperatorDefinition[] = [
  { name: 'from', form: 'user', standalone },
  { name: 'to', form: 'user', standalone },
  { name: 'from_affiliate_of', form: 'user', standalone },
  { name: 'to_affiliate_of', form: 'user', standalone },
  { name: 'retweets_of', form: 'user', standalone, aliases: ['retweets_of_user'] },
  { name: 'retweets_of_tweet_id', form: 'id', standalone, aliases: ['retweets_of_status_id'] },
  { name: 'in_reply_to_tweet_id', form: 'id', standalone, aliases: ['in_reply_to_status_id'] },
  { name: 'conversation_id', form: 'id', standalone },
  { name: 'context', form: 'context', standalone },
  { name: 'entity', form: 'text', standalone },
  { name: 'embedding', form: 'opaque', standalone },
  { name: 'embedding_threshold', form: 'opaque', standalone: false },
  { name: 'url', form: 'link', standalone },
  { name: 'url_title', form: 'text', standalone, aliases: ['within_url_title'] },
  { name: 'url_description', form: 'text', standalone, aliases: ['within_url_description'] },
  { name: 'url_contains', form: 'link', standalone },
  { name: 'bio', form: 'text', standalone, aliases: ['user_bio'] },
  { name: 'bio_name', form: 'text', standalone },
  { name: 'bio_location', form: 'text', standalone, aliases: ['user_bio_location'] },
  { name: 'place', form: 'text', standalone },
  { name: 'place_country', form: 'country', standalone },
  { name: 'point_radius', form: 'point_radius', standalone },
  { name: 'bounding_box', form: 'bounding_box', standalone, aliases: ['geo_bounding_box'] },
  { name: 'has', form: 'has', standalone: false },
  { name: 'is', form: 'is', standalone: false },
  { name: 'lang', form: 'language', standalone: false },
  { name: 'sample', form: 'sample', standalone: false },
  { name: 'source', form: 'text', standalone: false },
  { name: 'followers_count', form: 'count', standalone: false, aliases: ['min_followers'] },
  { name: 'following_count', form: 'count', standalone: false, aliases: ['friends_count'] },
  { name: 'tweets_count', form: 'count', standalone: false, aliases: ['statuses_count'] },
  { name: 'listed_count', form: 'count', standalone: false, aliases: ['user_in_lists_count'] },
];

const byName = new Map(
  OPERATORS.flatMap((operator) =>
    [operator.name, ...(operator.aliases ?? [])].map((name) => [name, operator]),
  ),
);

/** Looks an operator up by its name or alias, in any case. */
export const findOperator = (name: string): OperatorDefinition | undefined => byName.get(name.toLowerCase());

/** Every name that {@link findOperator} knows, for suggestions. */
export const OPERATOR_NAMES: readonly string[] = [...byName.keys()];

export const HAS_VALUES: ReadonlyMap<string, HasValue> = new Map<string, HasValue>([
  ['geo', 'geo'],
  ['media', 'media'],
  ['media_link', 'media'],
  ['images', 'images'],
  ['video_link', 'video_link'],
  ['videos', 'video_link'],
  ['links', 'links'],
  ['hashtags', 'hashtags'],
  ['mentions', 'mentions'],
  ['cashtags', 'cashtags'],
]);

export const IS_VALUES: ReadonlyMap<string, IsValue> = new Map(
  (['retweet', 'reply', 'quote', 'verified', 'nullcast'] as const).map((value) => [value, value]),
);
