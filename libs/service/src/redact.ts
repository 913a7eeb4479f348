import { percentDecoded } from './percent';

/** Stands in every log for what must not be shown. */
export const REDACTED = '[redacted]';

/** Part of a name that marks its value as secret. */
const SECRET_NAME = 'password|passwd|secret|token|authorization|api_?key|credential|cookie';
/** A whole such name. Bounded, so that a line of hostile text is scanned in linear time. */
const SECRET_KEY = `[\\w.-]{0,40}(?:${SECRET_NAME})[\\w.-]{0,40}`;

/** scheme://user:password@host; the password may hold an unescaped @ */
const USER_INFO = [/:\/\/[^\s/?#"'<>]*@/g, `://${REDACTED}@`] as const;

/**
 * Applied in order. The input may be a line of JSON: no pattern consumes a quote it did
 * not open or half of an escape, so the line stays JSON.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // "password":"…", at any depth of a line of JSON
  [new RegExp(`((?<!\\\\)"${SECRET_KEY}"\\s?:\\s?")(?:[^"\\\\]|\\\\.)*`, 'gi'), `$1${REDACTED}`],
  // \"password\":\"…\", JSON quoted inside JSON
  [new RegExp(`(\\\\"${SECRET_KEY}\\\\"\\s?:\\s?\\\\")[^"\\\\]+`, 'gi'), `$1${REDACTED}`],
  // token=…, in a query string or a connection string
  [new RegExp(`(${SECRET_KEY}=(?:\\\\"|')?)[^\\s&;,"'\\\\]+`, 'gi'), `$1${REDACTED}`],
  USER_INFO,
  // A private key in PEM, its lines broken or written as \\n
  [/(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----)[^-"]*/g, `$1${REDACTED}`],
  [/\b(Bearer|bearer|Basic)(\s+)[A-Za-z0-9._~+/=%-]{8,}/g, `$1$2${REDACTED}`],
];

/** Cuts passwords, tokens and the credentials in URLs out of text or a line of JSON. */
export function redactText(text: string): string {
  return PATTERNS.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text);
}

/** Cuts `user:password@` out of URIs. */
export function redactUserInfo(text: string): string {
  return text.replace(...USER_INFO);
}

/** Shorter values are common words: cutting them out would make logs unreadable. */
const MIN_SECRET_LENGTH = 6;

/**
 * A redactor that also knows the values themselves, wherever they turn up: the last line of
 * defence against a driver that puts its password into an error message.
 */
export function createRedactor(secretValues: readonly string[]): (text: string) => string {
  const literals = [...new Set(secretValues.flatMap(spellings))]
    .filter((literal) => literal.length >= MIN_SECRET_LENGTH)
    // Longest first, or a secret that contains another would leave its rest behind.
    .sort((a, b) => b.length - a.length);
  return (text) => literals.reduce((line, literal) => line.replaceAll(literal, REDACTED), redactText(text));
}

/** The forms in which a secret may appear: itself, escaped for JSON or a URL, its password part alone. */
function spellings(secret: string): string[] {
  const password = /:\/\/[^/?#\s]*?:([^/?#\s]*)@/.exec(secret)?.[1];
  const parts = password === undefined ? [secret] : [secret, password, percentDecoded(password)];
  return parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)]);
}
