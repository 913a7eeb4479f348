import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject } from '../../reading/json';
import { readProblems, type XProblem } from '../../x/problem';

/** What X, or something between X and us, may put into a line. */
export type StreamLine =
  | { readonly kind: 'keep-alive' }
  | { readonly kind: 'post'; readonly body: JsonObject }
  /** X's announcement that it ends the stream, and why. */
  | { readonly kind: 'problem'; readonly problems: readonly XProblem[] }
  /** A page of a proxy or a load balancer: this is no stream. */
  | { readonly kind: 'html' }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason; readonly message: string };

export const UNREADABLE_REASONS = ['INVALID_UTF8', 'INVALID_JSON', 'UNKNOWN_MESSAGE'] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

const LESS_THAN = 0x3c;

/** Reads one line of the stream; pure. */
export function classifyLine(bytes: Buffer): StreamLine {
  if (bytes.length === 0) {
    return { kind: 'keep-alive' };
  }
  // Decoding would replace what is not UTF-8 with U+FFFD, silently.
  if (!isUtf8(bytes)) {
    return unreadable('INVALID_UTF8', 'the line is not UTF-8');
  }
  const text = bytes.toString('utf8');
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') {
      return { kind: 'keep-alive' };
    }
    // The parser's message quotes the line, which may hold a person's words: only its kind is passed on.
    return text.trimStart().charCodeAt(0) === LESS_THAN
      ? { kind: 'html' }
      : unreadable('INVALID_JSON', error instanceof SyntaxError ? 'the line is not JSON' : String(error));
  }
  return classifyJson(line);
}

function classifyJson(line: unknown): StreamLine {
  if (!isJsonObject(line)) {
    return unreadable('UNKNOWN_MESSAGE', 'the line is not a JSON object');
  }
  // Partial errors beside a post (a deleted reference) leave it a post.
  if (isJsonObject(line['data'])) {
    return isPost(line['data'])
      ? { kind: 'post', body: line }
      : unreadable('UNKNOWN_MESSAGE', `data has only ${memberNames(line['data'])}`);
  }
  const problems = readProblems(line);
  return problems.length > 0
    ? { kind: 'problem', problems }
    : unreadable('UNKNOWN_MESSAGE', `the object has ${memberNames(line)}`);
}

/** Something of a post is there; what is missing, mapping will say. */
const isPost = (data: JsonObject): boolean => 'id' in data || 'text' in data;

const memberNames = (value: JsonObject): string =>
  Object.keys(value).slice(0, 10).join(', ').slice(0, 200) || 'no members';

const unreadable = (reason: UnreadableReason, message: string): StreamLine => ({
  kind: 'unreadable',
  reason,
  message,
});
