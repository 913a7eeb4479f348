import { Long, type AnyBulkWriteOperation, type ClientSession } from 'mongodb';
import type { Database, StoredGroup, StoredMember } from './database';
import {
  authorChanges,
  changedGroup,
  GROUP_FIELDS,
  groupChanges,
  groupOf,
  LEAST_POSTS,
  losesAnEnd,
  membersAfter,
  toMember,
  type Group,
  type GroupChange,
  type GroupKind,
  type Member,
  type PostChange,
} from './domain/groups';

type Collections = Pick<Database, 'posts' | 'groups' | 'members'>;

/** As the partial indexes say it: without it the server does not see that they have every such post. */
const INDEXED = { $type: 'string' } as const;

/** How groups change; done in two steps, one on either side of the write of what posts count for. */
export interface GroupWrites {
  /** Once `rollup_posts` is as it is after the batch. */
  finish(): Promise<void>;
}

/**
 * Finds how groups change, before `rollup_posts` does. The work is by what changes: a group that is stored is changed by its
 * difference, one that is not has one post at most; the ends of a group that loses one are the first and the last
 * of an index. Only a group that falls apart costs more: its authors, each of whom was counted once.
 */
export async function beginGroups(
  collections: Collections,
  changes: readonly PostChange[],
  session: ClientSession,
): Promise<GroupWrites> {
  const { groups, members } = collections;
  const changed = groupChanges(changes);
  const among = { _id: { $in: changed.map(({ id }) => id) } };
  const found = changed.length === 0 ? [] : await groups.find(among, { session }).toArray();
  const stored = new Map(found.map(({ _id, ...group }) => [_id, group]));
  const lone = await loneMembers(
    collections,
    changed.filter(({ id }) => !stored.has(id)),
    session,
  );
  const authors = await storedAuthors(
    collections,
    changed.filter(({ id }) => stored.has(id)),
    session,
  );

  const next = new Map<string, Group>();
  const gone: string[] = [];
  const withLostEnd: GroupChange[] = [];
  const authorWrites: AnyBulkWriteOperation<StoredMember>[] = [];
  for (const change of changed) {
    const group = stored.get(change.id);
    const all = group === undefined ? membersAfter(lone.get(change.id) ?? [], change) : null;
    const posts = all?.length ?? (group as Group).posts - change.removed.length + change.added.length;
    if (posts < LEAST_POSTS) {
      gone.push(...(group === undefined ? [] : [change.id]));
    } else if (all !== null) {
      next.set(change.id, groupOf(change, all));
      authorWrites.push(...toWrites(change.id, authorChanges({ removed: [], added: [...all] }), authors));
    } else {
      const counts = authorChanges(change);
      next.set(change.id, changedGroup(group as Group, change, moreAuthors(change.id, counts, authors)));
      authorWrites.push(...toWrites(change.id, counts, authors));
      withLostEnd.push(...(losesAnEnd(group as Group, change) ? [change] : []));
    }
  }

  return {
    async finish() {
      for (const change of withLostEnd) {
        next.set(change.id, {
          ...(next.get(change.id) as Group),
          ...(await endsOf(collections, change, session)),
        });
      }
      if (gone.length > 0) {
        await groups.deleteMany({ _id: { $in: gone } }, { session });
        await members.deleteMany({ group: { $in: gone } }, { session });
      }
      if (authorWrites.length > 0) {
        await members.bulkWrite(authorWrites, { session, ordered: false });
      }
      if (next.size > 0) {
        await groups.bulkWrite([...next].map(toReplacement), { session, ordered: false });
      }
    },
  };
}

/** The one post, if there is one, of each group that is not stored. */
async function loneMembers(
  { posts }: Collections,
  changed: readonly GroupChange[],
  session: ClientSession,
): Promise<ReadonlyMap<string, readonly Member[]>> {
  const found = new Map<string, readonly Member[]>();
  for (const [kind, field] of Object.entries(GROUP_FIELDS)) {
    const keys = changed.filter((change) => change.kind === (kind as GroupKind)).map(({ key }) => key);
    const lone =
      keys.length === 0
        ? []
        : await posts.find({ [field]: { $in: keys, ...INDEXED } }, { session }).toArray();
    for (const post of lone) {
      const id = `${kind}/${String(post[field])}`;
      found.set(id, [...(found.get(id) ?? []), toMember(post._id, post)]);
    }
  }
  return found;
}

const memberId = (group: string, author: string): string => `${group}/${author}`;

/** How many posts the authors that a change is about have in their groups. */
async function storedAuthors(
  { members }: Collections,
  changed: readonly GroupChange[],
  session: ClientSession,
): Promise<ReadonlyMap<string, number>> {
  const ids = changed.flatMap((change) =>
    [...authorChanges(change).keys()].map((author) => memberId(change.id, author)),
  );
  const found = ids.length === 0 ? [] : await members.find({ _id: { $in: ids } }, { session }).toArray();
  return new Map(found.map(({ _id, posts }) => [_id, Number(posts)]));
}

function moreAuthors(
  group: string,
  counts: ReadonlyMap<string, number>,
  stored: ReadonlyMap<string, number>,
): number {
  return [...counts].reduce((more, [author, count]) => {
    const before = stored.get(memberId(group, author)) ?? 0;
    return more + (before + count > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
  }, 0);
}

const toWrites = (
  group: string,
  counts: ReadonlyMap<string, number>,
  stored: ReadonlyMap<string, number>,
): readonly AnyBulkWriteOperation<StoredMember>[] =>
  [...counts].map(([author, count]) => {
    const _id = memberId(group, author);
    const posts = (stored.get(_id) ?? 0) + count;
    return posts === 0
      ? { deleteOne: { filter: { _id } } }
      : {
          replaceOne: {
            filter: { _id },
            replacement: { group, posts: Long.fromNumber(posts) },
            upsert: true,
          },
        };
  });

/** Two looks into an index. */
async function endsOf(
  { posts }: Collections,
  { kind, key }: GroupChange,
  session: ClientSession,
): Promise<Partial<Group>> {
  const end = (direction: 1 | -1) =>
    posts.findOne(
      { [GROUP_FIELDS[kind]]: { $eq: key, ...INDEXED } },
      { sort: { createdAt: direction, _id: direction }, projection: { createdAt: 1 }, session },
    );
  const [first, last] = [await end(1), await end(-1)];
  return first === null || last === null
    ? {}
    : { firstAt: first.createdAt, firstPostId: first._id, lastAt: last.createdAt };
}

/** Each number in the one type that its field has. */
function toReplacement([_id, group]: readonly [string, Group]): AnyBulkWriteOperation<StoredGroup> {
  const { posts, authors, scoredPosts, sentimentSum } = group;
  const counts = Object.entries({ posts, authors, scoredPosts, sentimentSum });
  const replacement = {
    ...group,
    ...Object.fromEntries(counts.map(([name, value]) => [name, Long.fromNumber(value)])),
  } as unknown as StoredGroup;
  return { replaceOne: { filter: { _id }, replacement, upsert: true } };
}
