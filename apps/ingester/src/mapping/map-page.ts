import type { MatchingRule, Profile, Tweet } from '@tdp/contracts';
import type { Observation } from '../observation';
import { isJsonObject, parseExactly, type JsonObject } from '../reading/json';
import { createLeftovers, keptAt, type Leftovers } from '../reading/leftovers';
import { fields, id as readId, list, object, readInto, string, to } from '../reading/readers';
import { otherVersions, settleCopies } from './edit-chain';
import { joinIncludes, openIncludes, type Includes } from './join';
import { startPost, type Circumstances, type Draft, type Refusal } from './start-post';

/** The records of one observation. What is refused is in none of them. */
export interface MappedPage {
  readonly tweets: readonly Tweet[];
  /** Other versions of these posts, where X sent them with it. */
  readonly versions: readonly Tweet[];
  /** Of every user in the includes. */
  readonly profiles: readonly Profile[];
  readonly refused: readonly Refusal[];
}

const pageFields = fields<Draft['post']>({
  data: () => true,
  includes: (_record, value) => isJsonObject(value),
  matching_rules: to(
    'matchingRules',
    list(
      object<MatchingRule>({ id: null, tag: null }, fields({ id: to('id', readId), tag: to('tag', string) })),
    ),
  ),
});

/** Counts and the next page's token are about the answer; its source has read them. */
const listFields: typeof pageFields = new Map([...pageFields, ['meta', () => true]]);

/**
 * Maps what X said in one go to a Tweet for each post, and each version of it, and a Profile for each user. Pure.
 * What has no field goes to `unmapped`: of a post, to its own, as if it had come alone (`data.…`); of what is
 * joined to it, likewise; what belongs to no post, to the first one's.
 */
export function mapPage(page: Observation, ingestedAt: number): MappedPage {
  const mapped = mapBody(page.body, page, ingestedAt);
  // About ten times slower: for the rare body that has a number which a double cannot hold.
  return mapped.inexact
    ? mapBody(parseExactly(page.bytes.toString('utf8')) as JsonObject, page, ingestedAt)
    : mapped;
}

function mapBody(
  body: JsonObject,
  { origin: source, observedAt }: Observation,
  ingestedAt: number,
): MappedPage & { readonly inexact: boolean } {
  const when = { source, observedAt, ingestedAt };
  const { data } = body;
  const raws: readonly unknown[] = Array.isArray(data) ? data : data === undefined ? [] : [data];
  const started = raws.map((raw) => startPost(raw, when));
  const refused = started.filter((each) => 'reason' in each);
  const drafts = started.filter((each) => 'post' in each);
  const [first] = drafts;
  if (first === undefined) {
    return { tweets: [], versions: [], profiles: [], refused, inexact: false };
  }
  const { left: rest } = first;
  const alone = raws.length === 1;
  readInto(first.post, Array.isArray(data) ? listFields : pageFields, body, rest);
  const includes = openIncludes(body['includes'], rest);
  const joined = drafts.map((draft) => {
    draft.post.matchingRules = first.post.matchingRules;
    return join(draft, includes, alone);
  });
  const usersLeft = alone ? rest : createLeftovers();
  const profiles = profilesOf(includes, usersLeft, when);
  settleCopies(drafts, includes);
  const versions = otherVersions(drafts, includes, when).map((draft) => join(draft, includes, false));
  includes.leaveRest(rest);

  const all = [...versions, ...joined];
  const deep = all.filter(({ left }) => left.tooDeep).map(({ tweet }) => refuseDepth(tweet.id));
  if (usersLeft.tooDeep && !rest.tooDeep) {
    deep.push(refuseDepth(null));
  }
  return {
    tweets: finish(joined),
    versions: finish(versions),
    profiles,
    refused: [...refused, ...deep],
    inexact: deep.length === 0 && (usersLeft.inexact || all.some(({ left }) => left.inexact)),
  };
}

interface Joined {
  readonly tweet: Tweet;
  readonly left: Leftovers;
}

const join = ({ post, left }: Draft, includes: Includes, alone: boolean): Joined => ({
  tweet: joinIncludes(post, includes, { left, alone }),
  left,
});

const finish = (all: readonly Joined[]): Tweet[] =>
  all
    .filter(({ left }) => !left.tooDeep)
    .map(({ tweet, left }) => ({ ...tweet, unmapped: toJson(left.tree ?? undefined) }));

const refuseDepth = (id: string | null): Refusal => ({
  reason: 'NESTED_TOO_DEEPLY',
  message: 'a member that is not mapped is nested too deeply',
  id,
});

/** None when something of a user is nested too deeply to be written as JSON: then the page is refused. */
function profilesOf({ users }: Includes, left: Leftovers, when: Circumstances): readonly Profile[] {
  const taken = users.takeAll(left);
  return left.tooDeep
    ? []
    : taken.map(({ record, path }) => ({ user: record, ...when, unmapped: toJson(keptAt(left, path)) }));
}

const toJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
