import { createFirstRuns, mix } from './first-runs';
import { KIND, kindOf, mayBeginWord } from './kinds';

/** Many words, found in one walk over a text. */
export interface Trie {
  /**
   * Calls back for each occurrence of a word that begins where words may: which one, and where it ends
   * (exclusive). Takes as long for ten thousand words as for ten, but for the processor's cache.
   */
  readonly scan: (text: string, onWord: (word: number, end: number) => void) => void;
}

const ROOT = 0;
const NONE = -1;
const CODE_UNITS = 0x1_0000;

/**
 * Builds a trie over UTF-16 code units; no word may be empty, none may be there twice. It is walked
 * from where words may begin, the longest word's length at most; the failure links of Aho and Corasick
 * lead to what begins within words, which is no hit. States are numbered by depth, the children of
 * one beside each other in order, so that those which every text comes to are together in the
 * processor's cache. bench/topics.bench.ts has the figures, and those of modern-ahocorasick.
 */
export function createTrie(words: readonly string[]): Trie {
  const { firstChild, unitInto, wordAt } = layStates(words);
  const isFirstRun = createFirstRuns(words);
  const fromRoot = new Int32Array(CODE_UNITS).fill(NONE);
  for (let child = 1; child < (firstChild[ROOT + 1] as number); child += 1) {
    fromRoot[unitInto[child] as number] = child;
  }

  function follow(state: number, unit: number): number {
    let low = firstChild[state] as number;
    let high = (firstChild[state + 1] as number) - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = unitInto[middle] as number;
      if (found === unit) {
        return middle;
      }
      if (found < unit) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return NONE;
  }

  function walk(text: string, start: number, onWord: (word: number, end: number) => void): void {
    let state = fromRoot[text.charCodeAt(start)] as number;
    for (let end = start + 1; state !== NONE; end += 1) {
      if (wordAt[state] !== NONE) {
        onWord(wordAt[state] as number, end);
      }
      state = end < text.length ? follow(state, text.charCodeAt(end)) : NONE;
    }
  }

  return {
    scan(text, onWord) {
      let isWithin = false;
      for (let at = 0; at < text.length;) {
        const start = at;
        let hash = 0;
        while (at < text.length && kindOf(text.charCodeAt(at)) === KIND.spaced) {
          hash = mix(hash, text.charCodeAt(at));
          at += 1;
        }
        if (at > start) {
          if (!isWithin && isFirstRun(hash)) {
            walk(text, start, onWord);
          }
          isWithin = true;
          continue;
        }
        const kind = kindOf(text.charCodeAt(at));
        if (!isWithin || mayBeginWord(kind)) {
          walk(text, at, onWord);
        }
        isWithin = kind === KIND.hangul;
        at += 1;
      }
    },
  };
}

interface States {
  /** Where the children of a state begin; they end where those of the next state begin. */
  readonly firstChild: Int32Array;
  /** The code unit that leads to a state. */
  readonly unitInto: Uint16Array;
  /** The word that ends in a state. */
  readonly wordAt: Int32Array;
}

/** A state to be laid out: the words from..to of the sorted ones begin with what it stands for. */
interface Beginning {
  readonly from: number;
  readonly to: number;
}

function layStates(words: readonly string[]): States {
  const sorted = words.map((word, index) => ({ word, index })).sort((a, b) => (a.word < b.word ? -1 : 1));
  const maxStates = words.reduce((sum, { length }) => sum + length, 1);
  const firstChild = new Int32Array(maxStates + 1);
  const unitInto = new Uint16Array(maxStates);
  const wordAt = new Int32Array(maxStates).fill(NONE);
  let state = ROOT;
  let stateCount = 1;
  let level: readonly Beginning[] = [{ from: 0, to: sorted.length }];
  for (let depth = 0; level.length > 0; depth += 1) {
    const unitAt = (at: number): number | undefined => sorted[at]?.word.charCodeAt(depth);
    const next: Beginning[] = [];
    for (const { from, to } of level) {
      // The shortest comes first: the word that is no longer than what the state stands for.
      const isWord = sorted[from]?.word.length === depth;
      if (isWord) {
        wordAt[state] = sorted[from]?.index ?? NONE;
      }
      firstChild[state] = stateCount;
      for (let at = isWord ? from + 1 : from, begin = at; at < to; at += 1) {
        if (at + 1 === to || unitAt(at + 1) !== unitAt(begin)) {
          unitInto[stateCount] = unitAt(begin) as number;
          next.push({ from: begin, to: at + 1 });
          stateCount += 1;
          begin = at + 1;
        }
      }
      state += 1;
    }
    level = next;
  }
  firstChild.fill(stateCount, state);
  return { firstChild, unitInto, wordAt };
}
