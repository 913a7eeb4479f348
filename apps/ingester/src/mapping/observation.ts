/** How and when a line reached us. */
export interface Observation {
  /** stream, backfill, recovery, search or replay. */
  readonly source: string;
  /** When its bytes were read, epoch ms. */
  readonly observedAt: number;
  /** When its records are produced, epoch ms. */
  readonly ingestedAt: number;
}
