import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a program and the programs that it started took. */
export interface Taken {
  readonly seconds: number;
  /** Highest resident memory in MiB, by the program's name; of each alone. */
  readonly memory: Readonly<Record<string, number>>;
  /** CPU in seconds, by the program's name, as last seen; it depends less on what else the machine does. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly output: string;
}

const LOOK_MS = 250;

/** Runs a program to its end. @throws Error with its output when it fails */
export async function watch(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Taken> {
  const from = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const memory = new Map<string, number>();
  const cpu = new Map<string, number>();
  const look = (): void => {
    for (const { name, peak, seconds } of familyOf(child.pid ?? 0)) {
      memory.set(name, Math.max(memory.get(name) ?? 0, peak));
      cpu.set(name, Math.max(cpu.get(name) ?? 0, seconds));
    }
  };
  const timer = setInterval(look, LOOK_MS);
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) {
    throw new Error(`${command} ended with exit code ${code}: ${output}`);
  }
  return {
    seconds: (performance.now() - from) / 1_000,
    memory: rounded(memory),
    cpu: rounded(cpu),
    output,
  };
}

const rounded = (values: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...values].map(([name, value]) => [name, Math.round(value)]));

/** Of what /proc counts CPU in. */
const TICKS_A_SECOND = 100;

interface Seen {
  readonly name: string;
  readonly peak: number;
  readonly seconds: number;
}

/** A process and its descendants that have not ended. */
function familyOf(root: number): readonly Seen[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = readText(`/proc/${entry}/stat`);
    parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isOurs(parents.get(pid)));
  return [...parents.keys()].filter(isOurs).flatMap((pid) => {
    const status = readText(`/proc/${pid}/status`);
    const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
    const stat = readText(`/proc/${pid}/stat`);
    const times = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (Number(times[11]) + Number(times[12])) / TICKS_A_SECOND;
    return peak > 0 ? [{ seconds, name: /Name:\s+(\S+)/.exec(status)?.[1] ?? '', peak }] : [];
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
