/** What is to happen when. */
export interface Schedule<T> {
  add(item: T, atMs: number): void;
  /** The earliest of what is due; undefined when nothing is. */
  take(nowMs: number): T | undefined;
}

export function createSchedule<T>(): Schedule<T> {
  // Latest first: what is due next is taken from the end.
  const entries: { readonly atMs: number; readonly item: T }[] = [];
  return {
    add(item, atMs) {
      let [from, to] = [0, entries.length];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if ((entries[middle]?.atMs ?? 0) > atMs) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      entries.splice(from, 0, { atMs, item });
    },
    take(nowMs) {
      const next = entries.at(-1);
      return next === undefined || next.atMs > nowMs ? undefined : entries.pop()?.item;
    },
  };
}
