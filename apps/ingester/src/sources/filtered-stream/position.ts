import { isJsonObject } from '../../reading/json';
import type { Delivery } from '../../observation';
import { timeOfId } from '../../snowflake';
import type { Position } from '../../state/journal';

/** A stream delivers what was just posted; an older id is that of a recording, and its time says nothing. */
const MAX_AGE_MS = 86_400_000;
/** X's clock and ours differ a little. */
const MAX_AHEAD_MS = 60_000;
/** Reading that waited this long had found everything read that X had sent before. */
const CAUGHT_UP_AFTER_MS = 1_000;

/** How far the stream is read after a chunk: by its last post's id, or by the silence before it. Pure. */
export function positionAfter(
  deliveries: readonly Delivery[],
  { observedAt, waitedMs }: { readonly observedAt: number; readonly waitedMs: number },
): Position {
  // Durations have fractions, instants have none.
  const caughtUpAt = waitedMs >= CAUGHT_UP_AFTER_MS ? Math.floor(observedAt - waitedMs) : null;
  const postId = deliveries.map(idOf).findLast((id) => id !== null) ?? null;
  const createdAt = postId === null ? null : timeOfId(postId);
  const isNew =
    createdAt !== null && createdAt > observedAt - MAX_AGE_MS && createdAt < observedAt + MAX_AHEAD_MS;
  return { at: isNew ? Math.min(createdAt, observedAt) : caughtUpAt, postId };
}

function idOf(delivery: Delivery): string | null {
  const data = delivery.kind === 'observation' ? delivery.body['data'] : null;
  const id = isJsonObject(data) ? data['id'] : null;
  return typeof id === 'string' && /^\d{1,19}$/.test(id) ? id : null;
}
