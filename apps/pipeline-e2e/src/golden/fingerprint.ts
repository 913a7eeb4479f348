import { createHash } from 'node:crypto';
import type { EnrichedTweet } from '@tdp/contracts';

type Enrichments = Omit<EnrichedTweet, 'tweet' | 'enrichmentRevision' | 'enrichedAt' | 'enrichmentFailures'>;
type StepName = keyof Enrichments;
type Shown = string | number | null;

/**
 * What of each enrichment is shown: derived values that tell nothing of what somebody wrote or who it was. All of it,
 * texts and names included, goes into the digest.
 */
const SHOWN: { readonly [N in StepName]: (record: NonNullable<Enrichments[N]>) => readonly Shown[] } = {
  content: ({ textComplete, characterCount, wordCount, sentenceCount, quotedText }) => [
    textComplete ? 'complete' : 'cut',
    `${characterCount} characters`,
    `${wordCount} words`,
    `${sentenceCount} sentences`,
    ...(quotedText === null ? [] : ['quotes']),
  ],
  conversation: ({ kind, edges }) => [kind, ...edges.map((edge) => `${edge.kind}${nameless(edge.toUserId)}`)],
  tags: ({ hashtagCount, mentionCount, mentions, cashtagCount }) => [
    `${hashtagCount}#`,
    `${mentionCount}@${mentions.map(({ userId }) => nameless(userId)).join('')}`,
    `${cashtagCount}$`,
  ],
  links: ({ links }) => links.map(({ kind }) => kind),
  emoji: ({ count }) => [count],
  attached: ({ mediaCount, mediaKinds }) => [mediaCount, ...(mediaKinds ?? ['unknown'])],
  language: ({ tag, origin, confidence }) => [tag, origin, confidence],
  sentiment: ({ compound, label, notScored }) => [compound, label ?? notScored],
  geo: ({ precision, countryCode, suspect }) => [precision, countryCode, suspect],
  topics: ({ topics }) => topics.map(({ name }) => name),
  copies: ({ nearKeys }) => [`${nearKeys.length} keys`],
  reach: ({ authorFollowerBand, authorVerifiedKind, engagements, engagementRate }) => [
    authorFollowerBand,
    authorVerifiedKind,
    ...(engagements === null ? ['no engagements'] : []),
    ...(engagementRate === null ? [] : ['rate']),
  ],
  created: ({ hour, weekday }) => [`day ${weekday}`, `hour ${hour}`],
};

/** A user whose id X did not send. */
const nameless = (userId: string | null): string => (userId === null ? '?' : '');

const DIGITS = 8;

/** Each enrichment of a post in a few words and the digest of the whole of it; null where there is none. */
export function fingerprint(record: EnrichedTweet): Readonly<Record<StepName, string | null>> {
  const lines = (Object.keys(SHOWN) as StepName[]).map((name) => {
    const enrichment = record[name];
    if (enrichment === null) {
      return [name, null] as const;
    }
    const { revision: _revision, ...values } = enrichment;
    const digest = createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, DIGITS);
    const show = SHOWN[name] as (given: unknown) => readonly Shown[];
    return [name, [...show(enrichment).filter((value) => value !== null), digest].join(' ')] as const;
  });
  return Object.fromEntries(lines) as Record<StepName, string | null>;
}
