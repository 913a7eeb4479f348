import type { Population } from '../generator/population';
import type { Template } from '../generator/template';
import { EDITABLE_MS, MAX_EDITS, TOKEN } from '../generator/token';
import type { MatchingRule } from '../rules/rule-store';
import type { XPost } from '../wire';
import type { Emission } from './emission';
import { selectFields, selectPost, type FieldSelection } from './field-selection';
import { createProfileTexts } from './profile-texts';
import { fill, toSegments, wholeValue, type Segments, type Slot } from './segments';

/** A template with the rules it matches. */
export interface Candidate {
  readonly template: Template;
  readonly matchingRules: readonly MatchingRule[];
}

/** Writes posts as one request's selection has them: with their chain and their people as they are now. */
export interface PostRenderer {
  /** A line of the stream. */
  line(candidate: Candidate, emission: Emission): string;
  /** A post of an answer, with what it refers to. */
  answer(emission: Emission): ReturnType<typeof selectPost>;
}

const HISTORY = wholeValue('HISTORY');
const EDITS_REMAINING = wholeValue('EDITS');
const POST = wholeValue('POST');
const VERSIONS = wholeValue('VERSIONS');
const USER = /^@@=USER:(\d+)@@$/;

/** A post with its own text, which its includes may repeat. */
interface Rendering {
  readonly emission: Emission;
  readonly text: string;
}

const POST_SLOTS: Readonly<Record<string, Slot<Emission>>> = {
  [TOKEN.id]: ({ id }) => id,
  [TOKEN.createdAt]: ({ createdAtMs }) => new Date(createdAtMs).toISOString(),
  [TOKEN.editableUntil]: ({ chain }) => new Date(chain.startedAtMs + EDITABLE_MS).toISOString(),
  [HISTORY]: ({ chain }) => `["${chain.versions.map(({ id }) => id).join('","')}"]`,
  [EDITS_REMAINING]: ({ chain }) => String(MAX_EDITS - chain.versions.length + 1),
};

export function createPostRenderer(selection: FieldSelection, population: Population): PostRenderer {
  // A candidate is thrown away when the rules change, and its segments with it.
  const lines = new WeakMap<Candidate, Segments<Rendering>>();
  const posts = new WeakMap<Template, Segments<Emission>>();
  const profileText = createProfileTexts(selection.user, population);

  function postText(emission: Emission): string {
    const { template } = emission;
    const known =
      posts.get(template) ??
      toSegments(withSlots(selectFields(template.post, selection.post)), (token) => POST_SLOTS[token]);
    posts.set(template, known);
    return fill(known, emission);
  }

  const lineSlots: Readonly<Record<string, Slot<Rendering>>> = {
    [POST]: ({ text }) => text,
    [VERSIONS]: ({ emission, text }) =>
      emission.chain.versions.map((each) => (each === emission ? text : postText(each))).join(','),
  };

  function lineSlot(token: string): Slot<Rendering> | undefined {
    const slot = POST_SLOTS[token];
    const userId = USER.exec(token)?.[1];
    return slot === undefined
      ? (lineSlots[token] ?? (userId === undefined ? undefined : profileText(userId)))
      : ({ emission }) => slot(emission);
  }

  function compile({ post, includes }: Template, more: object): Segments<Rendering> {
    const expanded = selectPost(post, includes, selection).includes;
    const tweets = [
      ...(expanded?.tweets ?? []),
      // The post itself among them, as X has it.
      ...(selection.expansions.has('edit_history_tweet_ids') ? [VERSIONS] : []),
    ];
    const users = expanded?.users?.map(({ id }) => wholeValue(`USER:${id}`));
    const slotted = { ...expanded, ...(users && { users }), ...(tweets.length > 0 && { tweets }) };
    const line = { data: POST, ...(Object.keys(slotted).length > 0 && { includes: slotted }), ...more };
    return toSegments(line, lineSlot);
  }

  const render = (segments: Segments<Rendering>, emission: Emission): string =>
    fill(segments, { emission, text: postText(emission) });

  return {
    line(candidate, emission) {
      const known =
        lines.get(candidate) ?? compile(candidate.template, { matching_rules: candidate.matchingRules });
      lines.set(candidate, known);
      return render(known, emission);
    },
    answer: (emission) =>
      JSON.parse(render(compile(emission.template, {}), emission)) as ReturnType<typeof selectPost>,
  };
}

/** What an edit changes around a post. */
function withSlots({ edit_history_tweet_ids: history, edit_controls: controls, ...post }: XPost): object {
  return {
    ...post,
    ...(history && { edit_history_tweet_ids: HISTORY }),
    ...(controls && { edit_controls: { ...controls, edits_remaining: EDITS_REMAINING } }),
  };
}
