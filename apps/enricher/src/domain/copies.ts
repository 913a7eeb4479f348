import { hash } from 'node:crypto';
import { isAscii } from './ascii';

/** Scripts that put no space between words: each character is taken for a word. */
const NO_SPACES = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
/** It begins with a letter or digit: a mark alone is what is left of an emoji (U+FE0F). */
const WORD = new RegExp(
  String.raw`[${NO_SPACES}]\p{M}*|[[\p{L}\p{N}]--[${NO_SPACES}]][[\p{L}\p{M}\p{N}]--[${NO_SPACES}]]*`,
  'gv',
);
const ASCII_WORD = /[a-z0-9]+/g;

/** The words that make two texts the same: NFKC, lower case, letters and digits; no punctuation, no emoji. */
export function normalise(plainText: string): readonly string[] {
  return isAscii(plainText)
    ? (plainText.toLowerCase().match(ASCII_WORD) ?? [])
    : (plainText.normalize('NFKC').toLowerCase().match(WORD) ?? []);
}

const HASH_DIGITS = 16;

/** 64 bits of SHA-256 in hex: among a billion texts two that differ share one with a chance of 3 %. */
export const textHashOf = (words: readonly string[]): string =>
  hash('sha256', words.join(' '), 'hex').slice(0, HASH_DIGITS);

const BANDS = 4;
const ROWS = 4;
const BAND_NUMBERS = Array.from({ length: BANDS }, (_, band) => band);
/** Too few pairs to say that two texts are nearly, but not quite, the same. */
const MIN_WORDS = 5;
/** Odd multipliers for one hash function each, from the golden ratio. */
const MULTIPLIERS = Uint32Array.from({ length: BANDS * ROWS }, (_, index) =>
  Math.imul(0x9e3779b1, 2 * index + 1),
);

/**
 * MinHash (Broder 1997) of the pairs of neighbouring words, four of its values in each of four bands. Texts whose
 * pairs agree to 7/8 share a band with a chance of 97 %, to a half 23 %, to a fifth less than 1 %.
 */
export function nearKeysOf(words: readonly string[]): readonly string[] {
  if (words.length < MIN_WORDS) {
    return [];
  }
  const minima = new Uint32Array(MULTIPLIERS.length).fill(0xffffffff);
  let previous = hash32(words[0] as string);
  for (let index = 1; index < words.length; index += 1) {
    const next = hash32(words[index] as string);
    const pair = Math.imul(previous, 0x85ebca6b) + next;
    for (let which = 0; which < MULTIPLIERS.length; which += 1) {
      const value = mix(pair ^ (MULTIPLIERS[which] as number));
      if (value < (minima[which] as number)) {
        minima[which] = value;
      }
    }
    previous = next;
  }
  return BAND_NUMBERS.map((band) => keyOfBand(band, minima));
}

/** 48 bits in hex, after the band's number: a value in one band says nothing about another. */
function keyOfBand(band: number, minima: Uint32Array): string {
  let high = 0;
  let low = 0;
  for (let index = band * ROWS; index < (band + 1) * ROWS; index += 1) {
    const row = minima[index] as number;
    high = mix(high ^ row);
    low = mix(Math.imul(low, 31) + row);
  }
  return `${band}${hex(high & 0xffff, 4)}${hex(low, 8)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** FNV-1a over the string's units. */
function hash32(word: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) {
    value = Math.imul(value ^ word.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** The finalizer of MurmurHash3: every bit of the input moves half of the output's. */
function mix(input: number): number {
  let value = input ^ (input >>> 16);
  value = Math.imul(value, 0x85ebca6b);
  value ^= value >>> 13;
  value = Math.imul(value, 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
