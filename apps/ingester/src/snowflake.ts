/** When X's ids begin: 2010-11-04T01:42:54.657Z. */
const X_EPOCH_MS = 1_288_834_974_657;
const SEQUENCE_BITS = 22n;

/** When X gave a post this id, epoch ms: its upper bits are a clock. */
export const timeOfId = (id: string): number => Number(BigInt(id) >> SEQUENCE_BITS) + X_EPOCH_MS;

/** Whether the first of two ids is the later one; as numbers they would lose digits. */
export const isNewerId = (id: string, than: string): boolean =>
  id.length === than.length ? id > than : id.length > than.length;
