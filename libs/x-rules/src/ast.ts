/** Where a node or a problem sits in the rule, in UTF-16 code units (a JavaScript string index). */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Operators whose value is free or checked text: `from:NASA`, `bio:"data engineer"`. */
export type TextOperator =
  | 'from'
  | 'to'
  | 'from_affiliate_of'
  | 'to_affiliate_of'
  | 'embedding'
  | 'embedding_threshold'
  | 'retweets_of'
  | 'retweets_of_tweet_id'
  | 'in_reply_to_tweet_id'
  | 'conversation_id'
  | 'context'
  | 'entity'
  | 'url'
  | 'url_title'
  | 'url_description'
  | 'url_contains'
  | 'bio'
  | 'bio_name'
  | 'bio_location'
  | 'place'
  | 'place_country'
  | 'lang'
  | 'source';

/** Operators on the author's counters: `followers_count:1000` (at least) or `followers_count:10..100`. */
export type CountOperator = 'followers_count' | 'following_count' | 'tweets_count' | 'listed_count';

export type HasValue =
  'geo' | 'media' | 'images' | 'video_link' | 'links' | 'hashtags' | 'mentions' | 'cashtags';

export type IsValue = 'retweet' | 'reply' | 'quote' | 'verified' | 'nullcast';

export type DistanceUnit = 'km' | 'mi';

/** The text forms that have no operator name in front. `value` excludes `#`, `@`, `$` and the quotes. */
export interface WordNode extends Span {
  readonly kind: 'keyword' | 'phrase' | 'hashtag' | 'mention' | 'cashtag';
  readonly value: string;
}

/** `"a b"~N`: the words of the phrase within N tokens of each other. */
export interface ProximityNode extends Span {
  readonly kind: 'proximity';
  readonly value: string;
  readonly distance: number;
}

export interface TextOperatorNode extends Span {
  readonly kind: 'operator';
  readonly name: TextOperator;
  readonly value: string;
}

/** `maximum` is absent for the open form `followers_count:1000`. */
export interface CountNode extends Span {
  readonly kind: 'count';
  readonly name: CountOperator;
  readonly minimum: number;
  readonly maximum?: number;
}

export interface HasNode extends Span {
  readonly kind: 'has';
  readonly value: HasValue;
}

export interface IsNode extends Span {
  readonly kind: 'is';
  readonly value: IsValue;
}

/** `sample:10`: that percent of all posts, before the rest of the rule applies. */
export interface SampleNode extends Span {
  readonly kind: 'sample';
  readonly percent: number;
}

/** Degrees, and the radius in the unit as written. */
export interface PointRadiusNode extends Span {
  readonly kind: 'point_radius';
  readonly longitude: number;
  readonly latitude: number;
  readonly radius: number;
  readonly unit: DistanceUnit;
}

/** Degrees. */
export interface BoundingBoxNode extends Span {
  readonly kind: 'bounding_box';
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** One condition on a post: everything but AND, OR and negation. */
export type OperandNode =
  | WordNode
  | ProximityNode
  | TextOperatorNode
  | CountNode
  | HasNode
  | IsNode
  | SampleNode
  | PointRadiusNode
  | BoundingBoxNode;

/** X negates single conditions only, never groups. */
export interface NotNode extends Span {
  readonly kind: 'not';
  readonly operand: OperandNode;
}

/** Two or more children. A group that the author wrote in parentheses stays a child of its own. */
export interface AndNode extends Span {
  readonly kind: 'and';
  readonly children: readonly RuleNode[];
}

/** Two or more children. */
export interface OrNode extends Span {
  readonly kind: 'or';
  readonly children: readonly RuleNode[];
}

/** A parsed rule. */
export type RuleNode = AndNode | OrNode | NotNode | OperandNode;

/** Why X would refuse a rule, and where. */
export interface RuleProblem extends Span {
  /** One sentence without a full stop: what is wrong. */
  readonly message: string;
  /** What to write instead, when that can be said. */
  readonly hint?: string;
}
