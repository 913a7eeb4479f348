/**
 * MongoDB's codes that say nothing about what was asked: the server is going down, changes its primary, is full or
 * overloaded, cannot satisfy the write concern, or does not let us in. Waiting, or a person, cures them.
 */
export const MONGO_RETRIABLE_CODES: ReadonlySet<unknown> = new Set([
  // unreachable, shutting down, changing its primary
  6, 7, 89, 91, 189, 202, 279, 317, 384, 9_001, 10_058, 10_107, 11_600, 11_601, 11_602, 13_435, 13_436,
  // not let in, or not any more: Unauthorized, UserNotFound, AuthenticationFailed, RoleNotFound, reauthentication
  11,
  13, 18, 31, 391,
  // busy: locks, time limits, conflicts, cursors killed, cache pressure, rate limits
  24, 43, 46, 50, 112, 117, 175, 237, 262, 365, 402, 462, 16_500,
  // write concern and read preference
  64, 79, 100, 133, 134,
  // full: OutOfDiskSpace, UserWritesBlocked, a managed cluster's quota
  371, 8_000, 14_031,
  // a router whose view of the shards is stale
  63, 150, 320, 13_388,
]);
