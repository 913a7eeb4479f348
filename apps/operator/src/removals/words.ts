import type { Removal } from '@tdp/contracts';
import type { Flags } from '@tdp/service';

/** What is to be said of which things. */
export interface Wish {
  readonly action: 'remove' | 'restore' | 'scrub_geo';
  readonly subjects: readonly Subject[];
  readonly upToPostId: string | null;
  readonly reason: string | null;
}

export interface Subject {
  readonly subject: 'post' | 'user';
  readonly id: string;
}

export const WISH_FLAGS = {
  post: { type: 'string' },
  user: { type: 'string' },
  file: { type: 'string' },
  'geo-only': { type: 'boolean' },
  'up-to': { type: 'string' },
  restore: { type: 'boolean' },
  reason: { type: 'string' },
} as const;

const ID = /^\d{1,19}$/;
const MAX_REASON = 200;

/** Reads the options; `lines` are those of the file. What is wrong with them is added to the problems. */
export function readWish(flags: Flags, lines: readonly string[], problems: string[]): Wish {
  const named = (['post', 'user'] as const).flatMap((subject): Subject[] => {
    const id = flags.text(subject);
    if (id !== null && !ID.test(id)) {
      problems.push(`--${subject} must be an id of X, digits only, not "${id}"`);
    }
    return id === null ? [] : [{ subject, id }];
  });
  const subjects = [...named, ...readLines(lines, problems)];
  const upToPostId = flags.text('up-to');
  const reason = flags.text('reason');
  if (subjects.length === 0 && problems.length === 0) {
    problems.push('--post ID, --user ID or --file FILE must say what is meant');
  }
  if (flags.isSet('geo-only') && flags.isSet('restore')) {
    problems.push('--geo-only and --restore are opposites: what was cut does not come back');
  }
  if (
    upToPostId !== null &&
    !(flags.isSet('geo-only') && subjects.every(({ subject }) => subject === 'user'))
  ) {
    problems.push('--up-to is for --geo-only of a user: the newest post it is about');
  }
  if (upToPostId !== null && !ID.test(upToPostId)) {
    problems.push(`--up-to must be the id of a post, digits only, not "${upToPostId}"`);
  }
  if (reason !== null && reason.length > MAX_REASON) {
    problems.push(
      `--reason is a word for the record, at most ${MAX_REASON} characters, and nothing of the content`,
    );
  }
  return {
    action: flags.isSet('restore') ? 'restore' : flags.isSet('geo-only') ? 'scrub_geo' : 'remove',
    subjects,
    upToPostId,
    reason,
  };
}

/** Lines as `post 123` or `user 456`; empty ones and those with # are passed by. */
function readLines(lines: readonly string[], problems: string[]): Subject[] {
  return lines.flatMap((line, index) => {
    const text = line.replace(/#.*/, '').trim();
    if (text === '') {
      return [];
    }
    const [, subject, id] = /^(post|user)[\s/]+(\d{1,19})$/.exec(text) ?? [];
    if (subject === undefined || id === undefined) {
      problems.push(`--file, line ${index + 1}: must be "post ID" or "user ID", not "${text.slice(0, 60)}"`);
      return [];
    }
    return [{ subject: subject as Subject['subject'], id }];
  });
}

/** The records of a wish, each with its key. */
export function toRemovals(
  wish: Wish,
  at: number,
): readonly { readonly key: string; readonly record: Removal }[] {
  const { action, upToPostId, reason } = wish;
  return wish.subjects.map(({ subject, id }) => ({
    key: `${subject}/${id}`,
    record: { subject, id, action, upToPostId, at, reason, source: 'operator' },
  }));
}
