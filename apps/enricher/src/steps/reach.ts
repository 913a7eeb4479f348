import type { PublicMetrics, User } from '@tdp/contracts';
import { followerBandOf } from '../domain/follower-band';
import type { Step } from './step';

const DAY_MS = 86_400_000;

/** How far the text carries, and who wrote it. */
export const createReachStep = (): Step<'reach'> => ({
  need: 'optional',
  revision: 1,
  run: (_tweet, { post: { authorId, author, createdAt, publicMetrics } }) => {
    const engagements = publicMetrics === null ? null : engagementsOf(publicMetrics);
    const impressions = publicMetrics?.impressionCount ?? null;
    return {
      authorId,
      authorFollowerBand: followerBandOf(author?.publicMetrics?.followersCount ?? null),
      authorAccountAgeDays: ageInDays(author?.createdAt ?? null, createdAt),
      authorVerifiedKind: verifiedKindOf(author),
      authorLocation: author?.location ?? null,
      engagements,
      // A post without impressions has no rate; X also sends 0 for posts from before it counted them.
      engagementRate:
        engagements === null || impressions === null || impressions <= 0 ? null : engagements / impressions,
    };
  },
});

function engagementsOf(counts: PublicMetrics): number | null {
  const { likeCount, replyCount, retweetCount, quoteCount, bookmarkCount } = counts;
  if (likeCount === null || replyCount === null || retweetCount === null || quoteCount === null) {
    return null;
  }
  return likeCount + replyCount + retweetCount + quoteCount + (bookmarkCount ?? 0);
}

/** Null where the account would be younger than its post. */
function ageInDays(since: number | null, at: number | null): number | null {
  return since === null || at === null || at < since ? null : Math.floor((at - since) / DAY_MS);
}

function verifiedKindOf(author: User | null): string | null {
  if (author === null) {
    return null;
  }
  if (author.verifiedType !== null) {
    return author.verifiedType;
  }
  // Before verifiedType there was one kind only, of which X no longer says which it would be.
  return author.verified === false ? 'none' : null;
}
