import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

const SCRIPT = path.resolve(__dirname, '../../../deploy/mongodb/shard.js');

/** One call of the script, as mongosh would have sent it, and what a router answers. */
export interface Exchange {
  readonly call: string;
  readonly args: readonly unknown[];
  readonly answer: unknown;
}

export interface ScriptRun {
  /** Lines that it printed. */
  readonly printed: readonly string[];
  /** What it has thrown. */
  readonly error: string | null;
  /** Answers that it did not ask for. */
  readonly left: readonly Exchange[];
}

/** Runs deploy/mongodb/shard.js with a `db` and an `sh` that answer from a recording, in its order and to nothing else. */
export function runShardScript(recording: readonly Exchange[], env: NodeJS.ProcessEnv = {}): ScriptRun {
  const left = [...recording];
  const printed: string[] = [];
  const answer =
    (call: string) =>
    (...args: readonly unknown[]): unknown => {
      const next = left.shift();
      const asked = JSON.stringify([call, ...args]);
      if (next === undefined || JSON.stringify([next.call, ...next.args]) !== asked) {
        throw new Error(`not in the recording here: ${asked}, but ${JSON.stringify(next)}`);
      }
      return next.answer;
    };
  /** Methods of what has this name in mongosh. */
  const recorded = (name: string, own: object = {}): object =>
    new Proxy(own, {
      get: (target, method) =>
        Reflect.has(target, method)
          ? (Reflect.get(target, method) as unknown)
          : answer(`${name}.${String(method)}`),
    });
  const database = (name: string): object =>
    recorded(`db(${name})`, {
      getName: () => name,
      getSiblingDB: (sibling: string) => database(sibling),
      getCollection: (collection: string) => recorded(`${name}.${collection}`),
    });
  const globals = {
    ...{ db: database('twitter'), sh: recorded('sh'), process: { env } },
    ...{ MinKey: () => 'MinKey', MaxKey: () => 'MaxKey' },
    print: (line: string) => void printed.push(line),
  };
  let error: string | null = null;
  try {
    vm.runInNewContext(readFileSync(SCRIPT, 'utf8'), globals, { filename: SCRIPT });
  } catch (thrown) {
    error = (thrown as Error).message;
  }
  return { printed, error, left };
}
