import type { Run } from './measure';

/** What is counted, and the server whose work is shown beside. */
export interface RunWords {
  readonly unit: string;
  readonly server: string;
}

/** A table of all runs, and how the first contestant compares with the second. */
export function formatRuns(runs: readonly Run[], { unit, server }: RunWords): string {
  const rows = runs.map((run) => [
    run.contestant,
    Math.round(run.perSecond).toString(),
    run.cpuSeconds.toFixed(1),
    run.serverCpuSeconds.toFixed(1),
    run.peakResident.toString(),
  ]);
  return [
    `| who | ${unit}/s | CPU s | ${server} CPU s | peak RSS MiB |`,
    '| --- | --: | --: | --: | --: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    ...compare(runs, unit),
  ].join('\n');
}

function compare(runs: readonly Run[], unit: string): readonly string[] {
  const [first = '', second] = new Set(runs.map(({ contestant }) => contestant));
  if (second === undefined) {
    return [];
  }
  const mean = (contestant: string, valueOf: (run: Run) => number): number => {
    const values = runs.filter((run) => run.contestant === contestant).map(valueOf);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const ratio = (valueOf: (run: Run) => number): number => mean(first, valueOf) / mean(second, valueOf);
  const speed = ratio((run) => run.perSecond).toFixed(2);
  const cpu = (1 / ratio((run) => run.cpuSeconds)).toFixed(1);
  const memory = (1 / ratio((run) => run.peakResident)).toFixed(1);
  const ratios = `${first} / ${second}: ${speed} times the ${unit}/s, ${cpu} times less CPU, ${memory} times less memory`;
  return ['', ratios];
}
