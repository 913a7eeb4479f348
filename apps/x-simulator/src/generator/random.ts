/** A seeded source of randomness: the same seed gives the same world. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** At least 0, less than limit. */
  integer(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Rank 0 most often, rank n about 1/n as often. */
  zipf(limit: number): number;
}

/** mulberry32: small, fast, and good enough to look random. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const random: Random = {
    next,
    integer: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
    // The inverse of the continuous form of Zipf's law: the logarithm of the rank is uniform.
    zipf: (limit) => Math.min(limit - 1, Math.floor(Math.exp(next() * Math.log(limit + 1))) - 1),
  };
  return random;
}
