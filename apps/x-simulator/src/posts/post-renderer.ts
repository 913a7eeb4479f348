import type { Population } from '../generator/population';
import type { Template } from '../generator/template';
import { EDITABLE_MS, MAX_EDITS, TOKEN } from '../generator/token';
import type { MatchingRule } from '../rules/rule-store';
import type { XPost } from '../wire';
import { createByteWriter, type ByteWriter } from './byte-writer';
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
  /** A line of the stream, without its end. */
  line(candidate: Candidate, emission: Emission, out: ByteWriter): void;
  /** A post of an answer, with what it refers to. */
  answer(emission: Emission): ReturnType<typeof selectPost>;
}

const HISTORY = wholeValue('HISTORY');
const EDITS_REMAINING = wholeValue('EDITS');
const POST = wholeValue('POST');
const VERSIONS = wholeValue('VERSIONS');
const USER = /^@@=USER:(\d+)@@$/;

const POST_SLOTS: Readonly<Record<string, Slot<Emission>>> = {
  [TOKEN.id]: ({ id }, out) => out.ascii(id),
  [TOKEN.createdAt]: ({ createdAtMs }, out) => out.ascii(new Date(createdAtMs).toISOString()),
  [TOKEN.editableUntil]: ({ chain }, out) =>
    out.ascii(new Date(chain.startedAtMs + EDITABLE_MS).toISOString()),
  [HISTORY]: ({ chain }, out) => out.ascii(`["${chain.versions.map(({ id }) => id).join('","')}"]`),
  [EDITS_REMAINING]: ({ chain }, out) => out.ascii(String(MAX_EDITS - chain.versions.length + 1)),
};

export function createPostRenderer(selection: FieldSelection, population: Population): PostRenderer {
  // A candidate is thrown away when the rules change, and its segments with it.
  const lines = new WeakMap<Candidate, Segments<Emission>>();
  const posts = new WeakMap<Template, Segments<Emission>>();
  const profileText = createProfileTexts(selection.user, population);
  const scratch = createByteWriter();
  /** Where in the line the post itself stands. */
  let own = { from: 0, to: 0 };

  function writePost(emission: Emission, out: ByteWriter): void {
    const { template } = emission;
    const known =
      posts.get(template) ??
      toSegments(withSlots(selectFields(template.post, selection.post)), (token) => POST_SLOTS[token]);
    posts.set(template, known);
    fill(known, emission, out);
  }

  const lineSlots: Readonly<Record<string, Slot<Emission>>> = {
    [POST]: (emission, out) => {
      const from = out.position();
      writePost(emission, out);
      own = { from, to: out.position() };
    },
    [VERSIONS]: (emission, out) => {
      emission.chain.versions.forEach((version, index) => {
        out.ascii(index === 0 ? '' : ',');
        if (version === emission) {
          out.repeat(own.from, own.to);
        } else {
          writePost(version, out);
        }
      });
    },
  };

  function slotOf(token: string): Slot<Emission> | undefined {
    const profile = profileText(USER.exec(token)?.[1] ?? '');
    return lineSlots[token] ?? POST_SLOTS[token] ?? (profile && ((_emission, out) => profile(out)));
  }

  function compile({ post, includes }: Template, more: object): Segments<Emission> {
    const expanded = selectPost(post, includes, selection).includes;
    const tweets = [
      ...(expanded?.tweets ?? []),
      // The post itself among them, as X has it.
      ...(selection.expansions.has('edit_history_tweet_ids') ? [VERSIONS] : []),
    ];
    const users = expanded?.users?.map(({ id }) => wholeValue(`USER:${id}`));
    const slotted = { ...expanded, ...(users && { users }), ...(tweets.length > 0 && { tweets }) };
    const line = { data: POST, ...(Object.keys(slotted).length > 0 && { includes: slotted }), ...more };
    return toSegments(line, slotOf);
  }

  return {
    line(candidate, emission, out) {
      const known =
        lines.get(candidate) ?? compile(candidate.template, { matching_rules: candidate.matchingRules });
      lines.set(candidate, known);
      fill(known, emission, out);
    },
    answer(emission) {
      fill(compile(emission.template, {}), emission, scratch);
      return JSON.parse(scratch.take().toString()) as ReturnType<typeof selectPost>;
    },
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
