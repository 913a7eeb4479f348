import type { Media, Place, Poll, ReferencedTweet, Tweet, User } from '@tdp/contracts';
import { isJsonObject, type JsonObject } from '../reading/json';
import { keep, type Leftovers } from '../reading/leftovers';
import { NONE, object, type Reader } from '../reading/readers';
import { createShelf, type Shelf } from '../reading/shelf';
import { media, place, poll } from './attachments';
import { EMPTY_POST, postFields } from './post';
import { user } from './user';

/** Everything X sent beside the posts of a page. */
export interface Includes {
  readonly users: Shelf<User>;
  readonly posts: Shelf<Tweet>;
  readonly media: Shelf<Media>;
  readonly polls: Shelf<Poll>;
  readonly places: Shelf<Place>;
  /** Leaves over what was joined to nothing. */
  leaveRest(left: Leftovers): void;
}

/** X joins one or two; a chain or a web of more would only make an endless record. */
const MAX_JOINED_POSTS = 16;

const KNOWN = new Set(['users', 'tweets', 'posts', 'media', 'polls', 'places']);

const readPost = object<Tweet>(EMPTY_POST, postFields, ({ id }) => id !== '');

/** Text may be empty, but what has none is no post. */
const post: Reader<Tweet> = (raw, left) =>
  isJsonObject(raw) && typeof raw['text'] === 'string' ? readPost(raw, left) : undefined;

/** Puts X's includes up for joining. */
export function openIncludes(value: unknown, left: Leftovers): Includes {
  const includes: JsonObject = isJsonObject(value) ? value : {};
  const shelf = <R>(names: readonly string[], idMember: string, read: Reader<R>): Shelf<R> =>
    createShelf(includes, names, idMember, read, left);
  const shelves = {
    users: shelf(['users'], 'id', user),
    posts: shelf(['tweets', 'posts'], 'id', post),
    media: shelf(['media'], 'media_key', media),
    polls: shelf(['polls'], 'id', poll),
    places: shelf(['places'], 'id', place),
  };
  return {
    ...shelves,
    leaveRest(rest) {
      for (const each of Object.values(shelves)) {
        each.leaveRest(rest);
      }
      rest.path.push('includes');
      for (const name in includes) {
        if (!KNOWN.has(name)) {
          keep(rest, name, includes[name]);
        }
      }
      rest.path.pop();
    },
  };
}

export interface JoinOptions {
  /** Of the post being joined: what is read for it and has no field goes here. */
  readonly left: Leftovers;
  /** The includes were sent for this post alone: every user in them is its own, named by it or not. */
  readonly alone: boolean;
}

/** The post with everything joined that it, or a post it refers to, names; all were observed together. */
export function joinIncludes(root: Tweet, includes: Includes, { left, alone }: JoinOptions): Tweet {
  const { source, observedAt, ingestedAt } = root;
  const authors = new Set<string>();
  const above = new Set<string>();
  const named = new Set<string>();
  let joined = 0;

  function join(current: Tweet): Tweet {
    above.add(current.id);
    const author = current.authorId === null ? null : includes.users.take(current.authorId, left);
    if (author !== null) {
      authors.add(author.id);
    }
    if (!alone) {
      nameUsers(current, named);
    }
    const result: Tweet = {
      ...current,
      source,
      observedAt,
      ingestedAt,
      author,
      media: pick(includes.media, mediaKeysOf(current), left),
      polls: pick(includes.polls, current.pollIds, left),
      place: current.placeId === null ? null : includes.places.take(current.placeId, left),
      referencedTweets: current.referencedTweets.map(joinReference),
    };
    above.delete(current.id);
    return result;
  }

  function joinReference(reference: ReferencedTweet): ReferencedTweet {
    const { id } = reference;
    // A post that refers back to one above it would nest without end.
    if (id === null || above.has(id) || joined === MAX_JOINED_POSTS) {
      return reference;
    }
    const referenced = includes.posts.take(id, left);
    if (referenced === null) {
      return reference;
    }
    joined += 1;
    return { ...reference, tweet: join(referenced) };
  }

  const result = join(root);
  const users = alone
    ? includes.users.takeAll(left).map(({ record }) => record)
    : pick(includes.users, [...named], left);
  const others = users.filter(({ id }) => !authors.has(id));
  return { ...result, includedUsers: others.length === 0 ? NONE : others };
}

function pick<R>(shelf: Shelf<R>, ids: readonly string[], left: Leftovers): readonly R[] {
  return ids.length === 0 ? NONE : ids.map((id) => shelf.take(id, left)).filter((record) => record !== null);
}

/** Of what is attached, and of an article's cover and text; each once. */
const mediaKeysOf = ({ mediaKeys, article }: Tweet): readonly string[] =>
  article === null
    ? mediaKeys
    : [
        ...new Set([
          ...mediaKeys,
          ...(article.coverMediaKey === null ? NONE : [article.coverMediaKey]),
          ...article.mediaKeys,
        ]),
      ];

/** The users that X includes for a post beside its author: mentioned or replied to. */
function nameUsers({ inReplyToUserId, entities, noteTweet }: Tweet, named: Set<string>): void {
  if (inReplyToUserId !== null) {
    named.add(inReplyToUserId);
  }
  for (const found of [entities, noteTweet?.entities]) {
    for (const { id } of found?.mentions ?? NONE) {
      if (id !== null) {
        named.add(id);
      }
    }
  }
}
