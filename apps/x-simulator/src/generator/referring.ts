import { snowflakeAt } from '../snowflake';
import type { XIncludes, XPost, XUser } from '../wire';
import { commonFields, draftOriginal, loudPerson, writeWords, type Draft, type DraftDeps } from './originals';
import type { Person } from './people';
import { createTextBuilder } from './text-builder';

const REFERRED_FROM = Date.UTC(2026, 0, 1);
const REFERRED_SPAN_MS = 90 * 86_400_000;
const REPOST_CHARACTERS = 140;

/** A repost: X repeats the beginning of the original's text and includes the original. */
export function draftRepost(deps: DraftDeps, author: Person): Draft {
  const original = draftReferred(deps);
  const { text, lang = 'und' } = original.post;
  const shown = [...`RT @${original.author.username}: ${text}`];
  const cut =
    shown.length > REPOST_CHARACTERS ? `${shown.slice(0, REPOST_CHARACTERS - 1).join('')}…` : shown.join('');
  const mention = {
    start: 3,
    end: 4 + original.author.username.length,
    username: original.author.username,
    id: original.author.id,
  };
  return {
    post: {
      ...commonFields(deps.random, author),
      lang,
      text: cut,
      entities: { mentions: [mention] },
      referenced_tweets: [{ type: 'retweeted', id: original.post.id }],
    },
    includes: joinIncludes(author.user, original),
  };
}

/** A reply: begins with whom it answers and belongs to their conversation. */
export function draftReply(deps: DraftDeps, author: Person): Draft {
  const answered = draftReferred(deps);
  const builder = createTextBuilder().mention(answered.author.username, answered.author.id);
  writeWords(deps.random, builder, author);
  return {
    post: {
      ...commonFields(deps.random, author),
      ...builder.build(),
      conversation_id: answered.post.id,
      in_reply_to_user_id: answered.author.id,
      referenced_tweets: [{ type: 'replied_to', id: answered.post.id }],
    },
    includes: joinIncludes(author.user, answered),
  };
}

/** A quote: words of its own, then a link to what it quotes. */
export function draftQuote(deps: DraftDeps, author: Person): Draft {
  const quoted = draftReferred(deps);
  const builder = createTextBuilder();
  writeWords(deps.random, builder, author);
  builder.url({
    url: 'https://t.co/quoted',
    expanded_url: `https://twitter.com/${quoted.author.username}/status/${quoted.post.id}`,
    display_url: `twitter.com/${quoted.author.username}`,
  });
  return {
    post: {
      ...commonFields(deps.random, author),
      ...builder.build(),
      referenced_tweets: [{ type: 'quoted', id: quoted.post.id }],
    },
    includes: joinIncludes(author.user, quoted),
  };
}

interface Referred extends Draft {
  readonly author: XUser;
}

/** An older post that others refer to: its id and times are settled. */
function draftReferred(deps: DraftDeps): Referred {
  const { random } = deps;
  const author = loudPerson(deps);
  const { post, includes } = draftOriginal(deps, author);
  const createdMs = REFERRED_FROM + random.integer(REFERRED_SPAN_MS);
  const id = snowflakeAt(createdMs);
  const settled: XPost = {
    ...post,
    id,
    conversation_id: id,
    created_at: new Date(createdMs).toISOString(),
    edit_history_tweet_ids: [id],
    edit_controls: {
      is_edit_eligible: false,
      editable_until: new Date(createdMs).toISOString(),
      edits_remaining: 5,
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

function joinIncludes(author: XUser, referred: Referred): XIncludes {
  const { users = [], ...rest } = referred.includes;
  const others = users.filter(({ id }) => id !== author.id);
  return { ...withoutTokens(rest), users: [author, ...others], tweets: [referred.post] };
}

/** What an older post includes is as old as the post. */
function withoutTokens({ polls, ...rest }: Omit<XIncludes, 'users'>): Omit<XIncludes, 'users'> {
  return {
    ...rest,
    ...(polls && {
      polls: polls.map((poll) => ({
        ...poll,
        end_datetime: new Date(REFERRED_FROM).toISOString(),
        voting_status: 'closed' as const,
      })),
    }),
  };
}
