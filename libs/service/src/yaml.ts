import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { errorMessage } from './error-message';

/** Where in a YAML text something is: names of members and indexes of elements. */
export type YamlPath = readonly (string | number)[];

/** Something wrong, and the line it is in. */
export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** A YAML text that was read. */
export interface YamlText {
  readonly value: unknown;
  /** The line of what a path leads to, or of the nearest thing above it. */
  readonly lineOf: (path: YamlPath) => number;
  /** The line of a member's name. */
  readonly lineOfKey: (path: YamlPath, key: string) => number;
}

/** Reads a YAML text; when it is none, the first line of each of the parser's complaints. */
export function readYaml(text: string): YamlText | readonly YamlProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    return document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      message: notYaml(error.message.split('\n')[0] ?? error.code),
    }));
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // An alias without an anchor, or too many of them.
    return [{ line: 1, message: notYaml(errorMessage(error)) }];
  }
  const lineOf = (path: YamlPath): number => lines.linePos(offsetOf(document, path)).line;
  return {
    value,
    lineOf,
    lineOfKey(path, key) {
      const map = document.getIn(path, true);
      const pair = isMap(map)
        ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        : undefined;
      const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
      return start === undefined ? lineOf(path) : lines.linePos(start).line;
    },
  };
}

const notYaml = (reason: string): string => `this is not YAML: ${reason}`;

interface Ranged {
  readonly range?: readonly [number, number, number] | null;
}

function offsetOf(document: Document, path: YamlPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as Ranged | undefined;
    if (node?.range) {
      return node.range[0];
    }
  }
  return (document.contents as Ranged | null)?.range?.[0] ?? 0;
}
