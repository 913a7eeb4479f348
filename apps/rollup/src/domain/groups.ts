import type { Facts } from './facts';

/** What posts belong to together, and the fact that tells to which. */
export const GROUP_FIELDS = { conversation: 'threadId', copies: 'textHash' } as const;
export type GroupKind = keyof typeof GROUP_FIELDS;
const GROUP_KINDS = Object.keys(GROUP_FIELDS) as readonly GroupKind[];

/** A post as a member of a group. */
export interface Member {
  readonly postId: string;
  readonly authorId: string | null;
  readonly createdAt: Date;
  readonly score: number | null;
}

/** Posts that come into a group, and that leave it; one that changes does both. */
export interface GroupChange {
  /** kind/key. */
  readonly id: string;
  readonly kind: GroupKind;
  readonly key: string;
  readonly removed: Member[];
  readonly added: Member[];
}

/** Two posts or more: what is alone is no group. */
export interface Group {
  readonly kind: GroupKind;
  readonly key: string;
  readonly posts: number;
  /** Different ones that are known. */
  readonly authors: number;
  readonly scoredPosts: number;
  readonly sentimentSum: number;
  readonly firstAt: Date;
  readonly firstPostId: string;
  readonly lastAt: Date;
}

/** Posts that a group has at least. */
export const LEAST_POSTS = 2;

export interface PostChange {
  readonly id: string;
  readonly before: Facts | null;
  readonly after: Facts | null;
}

/** What changes in which groups. */
export function groupChanges(changes: readonly PostChange[]): readonly GroupChange[] {
  const found = new Map<string, GroupChange>();
  const of = (kind: GroupKind, key: string): GroupChange => {
    const id = `${kind}/${key}`;
    const change = found.get(id) ?? { id, kind, key, removed: [], added: [] };
    found.set(id, change);
    return change;
  };
  for (const { id, before, after } of changes) {
    for (const kind of GROUP_KINDS) {
      const [left, come] = [keyIn(kind, before), keyIn(kind, after)];
      if (before !== null && left !== null) {
        of(kind, left).removed.push(toMember(id, before));
      }
      if (after !== null && come !== null) {
        of(kind, come).added.push(toMember(id, after));
      }
    }
  }
  return [...found.values()];
}

const keyIn = (kind: GroupKind, facts: Facts | null): string | null => facts?.[GROUP_FIELDS[kind]] ?? null;

export const toMember = (
  postId: string,
  { authorId, createdAt, score }: Pick<Facts, 'authorId' | 'createdAt' | 'score'>,
): Member => ({ postId, authorId, createdAt, score });

/** The posts of a group, once it has changed, that had these. */
export const membersAfter = (
  members: readonly Member[],
  { removed, added }: GroupChange,
): readonly Member[] => [
  ...members.filter(({ postId }) => !removed.some((one) => one.postId === postId)),
  ...added,
];

/** How many posts more, or less, of each author a group has. */
export function authorChanges({
  removed,
  added,
}: Pick<GroupChange, 'removed' | 'added'>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add =
    (sign: number) =>
    ({ authorId }: Member): void => {
      if (authorId !== null) {
        counts.set(authorId, (counts.get(authorId) ?? 0) + sign);
      }
    };
  removed.forEach(add(-1));
  added.forEach(add(1));
  return new Map([...counts].filter(([, count]) => count !== 0));
}

/** A group of these posts. */
export function groupOf({ kind, key }: Pick<GroupChange, 'kind' | 'key'>, members: readonly Member[]): Group {
  const sorted = members.toSorted(byTime);
  const [first, last] = [sorted[0] as Member, sorted.at(-1) as Member];
  return {
    ...{
      kind,
      key,
      posts: members.length,
      authors: authorChanges({ removed: [], added: [...members] }).size,
    },
    ...sumsOf(members),
    ...{ firstAt: first.createdAt, firstPostId: first.postId, lastAt: last.createdAt },
  };
}

/** A group after a change; its ends are those of the posts that it had and of those that came. */
export function changedGroup(group: Group, { removed, added }: GroupChange, authors: number): Group {
  const [less, more] = [sumsOf(removed), sumsOf(added)];
  const ends = [
    { postId: group.firstPostId, createdAt: group.firstAt },
    { postId: '', createdAt: group.lastAt },
    ...added,
  ].toSorted(byTime);
  const first = ends.find(({ postId }) => postId !== '') as Member;
  return {
    ...group,
    authors: group.authors + authors,
    posts: group.posts - removed.length + added.length,
    scoredPosts: group.scoredPosts - less.scoredPosts + more.scoredPosts,
    sentimentSum: group.sentimentSum - less.sentimentSum + more.sentimentSum,
    ...{ firstAt: first.createdAt, firstPostId: first.postId },
    lastAt: (ends.at(-1) as Member).createdAt,
  };
}

/** Whether the first or the last of a group may have gone: only a look at the others tells which is it now. */
export const losesAnEnd = ({ firstPostId, lastAt }: Group, { removed }: GroupChange): boolean =>
  removed.some(({ postId, createdAt }) => postId === firstPostId || createdAt.getTime() === lastAt.getTime());

function sumsOf(members: readonly Member[]): Pick<Group, 'scoredPosts' | 'sentimentSum'> {
  const scores = members.flatMap(({ score }) => score ?? []);
  return { scoredPosts: scores.length, sentimentSum: scores.reduce((sum, score) => sum + score, 0) };
}

type Timed = Pick<Member, 'postId' | 'createdAt'>;

const byTime = (a: Timed, b: Timed): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || (a.postId < b.postId ? -1 : 1);
