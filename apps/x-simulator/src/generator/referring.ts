import { snowflakeAt } from '../snowflake';
import type { XIncludes, XPost, XUser } from '../wire';
import { composeText, type Piece } from './compose-text';
import { draftEditable, loudPerson, type Draft, type DraftDeps } from './draft';
import { createLinkCode } from './media';
import { closed, commonFields, draftOriginal } from './originals';
import type { Person } from './people';
import { repostText } from './repost-text';
import { MAX_EDITS, TOKEN } from './token';
import { writePieces } from './writing';

const REFERRED_FROM = Date.UTC(2026, 0, 1);
const REFERRED_SPAN_MS = 90 * 86_400_000;

/** A repost: X repeats the beginning of the original's text and includes the original. */
export function draftRepost(deps: DraftDeps, author: Person): Draft {
  const original = draftReferred(deps);
  return closed({
    post: {
      ...commonFields(deps.random, author),
      lang: original.post.lang ?? 'und',
      ...repostText(original.post, original.author),
      referenced_tweets: [{ type: 'retweeted', id: original.post.id }],
    },
    includes: joinIncludes(author.user, original),
  });
}

/** A reply: begins with whom it answers and belongs to their conversation. */
export function draftReply(deps: DraftDeps, author: Person): Draft {
  const answered = draftReferred(deps);
  const { username, id } = answered.author;
  const pieces: readonly Piece[] = [{ kind: 'mention', username, id }, ...writePieces(deps.random, author)];
  return closed({
    post: {
      ...commonFields(deps.random, author),
      ...composeText(pieces),
      conversation_id: answered.post.id,
      in_reply_to_user_id: id,
      referenced_tweets: [{ type: 'replied_to', id: answered.post.id }],
    },
    includes: joinIncludes(author.user, answered),
  });
}

/** A quote: words of its own, then a link to what it quotes. */
export function draftQuote(deps: DraftDeps, author: Person): Draft {
  const { random } = deps;
  const quoted = draftReferred(deps);
  const { username } = quoted.author;
  const link: Piece = {
    kind: 'link',
    url: `https://t.co/${createLinkCode(random)}`,
    targets: [
      {
        expanded_url: `https://x.com/${username}/status/${quoted.post.id}`,
        display_url: `x.com/${username}/status/…`,
      },
    ],
  };
  const fields = commonFields(random, author);
  const includes = joinIncludes(author.user, quoted);
  return draftEditable(author, writePieces(random, author), (pieces) => ({
    post: {
      ...fields,
      ...composeText([...pieces, link]),
      referenced_tweets: [{ type: 'quoted', id: quoted.post.id }],
    },
    includes,
  }));
}

interface Referred {
  readonly post: XPost;
  readonly includes: XIncludes;
  readonly author: XUser;
}

/** An older post that others refer to: its id and times are settled. */
function draftReferred(deps: DraftDeps): Referred {
  const { random } = deps;
  const author = loudPerson(deps);
  const createdMs = REFERRED_FROM + random.integer(REFERRED_SPAN_MS);
  const { post, includes } = settle(draftOriginal(deps, author), createdMs);
  const settled: XPost = {
    ...post,
    edit_controls: {
      is_edit_eligible: post.edit_controls?.is_edit_eligible ?? false,
      editable_until: new Date(createdMs).toISOString(),
      edits_remaining: MAX_EDITS,
    },
    public_metrics: {
      retweet_count: 1 + random.zipf(20_000),
      reply_count: random.zipf(3_000),
      like_count: random.zipf(90_000),
      quote_count: random.zipf(900),
      bookmark_count: random.zipf(500),
      impression_count: random.zipf(3_000_000),
    },
  };
  return { post: settled, includes, author: author.user };
}

/** Puts one id and one time in place of the tokens, for good. */
function settle({ post, includes }: Draft, createdMs: number): Draft {
  const createdAt = new Date(createdMs).toISOString();
  const text = JSON.stringify({ post, includes })
    .replaceAll(TOKEN.id, snowflakeAt(createdMs))
    .replaceAll(TOKEN.createdAt, createdAt)
    .replaceAll(TOKEN.editableUntil, createdAt);
  return JSON.parse(text) as Draft;
}

function joinIncludes(author: XUser, referred: Referred): XIncludes {
  const { users = [], polls, ...rest } = referred.includes;
  const others = users.filter(({ id }) => id !== author.id);
  return {
    ...rest,
    users: [author, ...others],
    tweets: [referred.post],
    // What an older post asks is as old as the post.
    ...(polls && { polls: polls.map((poll) => ({ ...poll, voting_status: 'closed' as const })) }),
  };
}
