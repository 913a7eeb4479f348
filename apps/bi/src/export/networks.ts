import type { Document } from 'mongodb';

/** What a node stands for. */
export type NodeKind = 'user' | 'hashtag' | 'domain';

/** A network: who is linked to what, and by which posts. */
export interface Network {
  readonly isDirected: boolean;
  readonly from: NodeKind;
  readonly to: NodeKind;
  /** From documents of `tweets` to { from, to, fromLabel, toLabel } per link; links are added up afterwards. */
  readonly links: readonly Document[];
}

/** Where X did not send an id, the handle in lower case is what a user is told by. */
const userKey = (id: string, username: string): Document => ({
  $ifNull: [id, { $concat: ['@', { $toLower: username }] }],
});

const interaction = (kind: string): Network => ({
  ...{ isDirected: true, from: 'user', to: 'user' },
  links: [
    { $unwind: '$conversation.edges' },
    { $match: { 'conversation.edges.kind': kind } },
    {
      $project: {
        from: userKey('$conversation.edges.fromUserId', '$author.username'),
        fromLabel: '$author.username',
        to: userKey('$conversation.edges.toUserId', '$conversation.edges.toUsername'),
        toLabel: '$conversation.edges.toUsername',
      },
    },
  ],
});

const author = { from: userKey('$authorId', '$author.username'), fromLabel: '$author.username' };

export const NETWORKS = {
  mentions: interaction('mention'),
  replies: interaction('reply'),
  reposts: interaction('repost'),
  quotes: interaction('quote'),
  'co-hashtags': {
    ...{ isDirected: false, from: 'hashtag', to: 'hashtag' },
    links: [
      { $project: { from: '$tags.hashtags.key', to: '$tags.hashtags.key' } },
      { $unwind: '$from' },
      { $unwind: '$to' },
      // Each pair once.
      { $match: { $expr: { $lt: ['$from', '$to'] } } },
      { $project: { from: 1, to: 1, fromLabel: '$from', toLabel: '$to' } },
    ],
  },
  'user-hashtag': {
    ...{ isDirected: true, from: 'user', to: 'hashtag' },
    links: [
      { $unwind: '$tags.hashtags' },
      { $project: { ...author, to: '$tags.hashtags.key', toLabel: '$tags.hashtags.key' } },
    ],
  },
  'user-domain': {
    ...{ isDirected: true, from: 'user', to: 'domain' },
    links: [
      { $unwind: '$links.links' },
      { $match: { 'links.links.kind': 'web' } },
      { $project: { ...author, to: '$links.links.domain', toLabel: '$links.links.domain' } },
    ],
  },
} as const satisfies Readonly<Record<string, Network>>;

export type NetworkName = keyof typeof NETWORKS;

/** The aggregation of `tweets` that gives a network's edges: { from, to, fromLabel, toLabel, weight }, heaviest first. */
export const edgePipeline = (name: NetworkName): readonly Document[] => [
  ...NETWORKS[name].links,
  { $match: { from: { $ne: null }, to: { $ne: null } } },
  {
    $group: {
      _id: { from: '$from', to: '$to' },
      fromLabel: { $max: '$fromLabel' },
      toLabel: { $max: '$toLabel' },
      weight: { $sum: 1 },
    },
  },
  { $sort: { weight: -1, _id: 1 } },
];
