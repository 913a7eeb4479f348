const BANDS = [
  [100, '0-99'],
  [1_000, '100-999'],
  [10_000, '1k-10k'],
  [100_000, '10k-100k'],
  [1_000_000, '100k-1m'],
] as const;

/** The band of a count of followers, upper ends not included; null when there is none. */
export function followerBandOf(followers: number | null): string | null {
  if (followers === null || followers < 0) {
    return null;
  }
  return BANDS.find(([below]) => followers < below)?.[1] ?? '1m+';
}
