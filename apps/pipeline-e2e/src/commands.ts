import { writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '@tdp/service';
import { COVERED, FAULTS } from './faults/catalogue';
import { formatReport } from './faults/report';
import { runFaults } from './faults/run-faults';

export interface CommandContext {
  /** The checkout's root. */
  readonly repo: string;
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
}

const EXIT_USAGE = 2;

/** Runs `faults`; answers with the exit code. */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'faults') return await faults(rest, context);
  context.write(`unknown command ${String(command)}\n`);
  return EXIT_USAGE;
}

async function faults(names: readonly string[], { repo, write, signal }: CommandContext): Promise<number> {
  const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0 || names.includes('--list')) {
    for (const name of unknown.filter((one) => one !== '--list')) write(`unknown fault ${name}\n`);
    for (const { name, title } of FAULTS) write(`  ${name.padEnd(18)} ${title}\n`);
    return names.includes('--list') ? 0 : EXIT_USAGE;
  }
  const chosen = names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.includes(name));
  const startedAt = systemClock.monotonic();
  const dir = path.join(repo, '.local', `faults-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  const say = (line: string): void => {
    const seconds = ((systemClock.monotonic() - startedAt) / 1000).toFixed(0);
    write(`${seconds.padStart(5)} s  ${line}\n`);
  };
  say(`logs: ${dir}`);
  const results = await runFaults({ faults: chosen, repo, dir, signal, say });
  const report = formatReport(results, names.length === 0 ? COVERED : []);
  writeFileSync(path.join(dir, 'report.md'), `${report}\n`);
  write(`\n${report}\n`);
  return results.every(({ problems }) => problems.length === 0) ? 0 : 1;
}
