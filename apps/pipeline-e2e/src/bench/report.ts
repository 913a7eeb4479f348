import type { Run } from './measure';

/** A table of all runs, and how the first contestant compares with the second. */
export function formatRuns(runs: readonly Run[]): string {
  const rows = runs.map((run) => [
    run.contestant,
    Math.round(run.documentsPerSecond).toString(),
    run.cpuSeconds.toFixed(1),
    run.mongodCpuSeconds.toFixed(1),
    run.peakResident.toString(),
  ]);
  return [
    '| sink | documents/s | CPU s | mongod CPU s | peak RSS MiB |',
    '| ---- | ----------: | ----: | -----------: | -----------: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    ...compare(runs),
  ].join('\n');
}

function compare(runs: readonly Run[]): readonly string[] {
  const [first = '', second] = new Set(runs.map(({ contestant }) => contestant));
  if (second === undefined) {
    return [];
  }
  const mean = (contestant: string, valueOf: (run: Run) => number): number => {
    const values = runs.filter((run) => run.contestant === contestant).map(valueOf);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const ratio = (valueOf: (run: Run) => number): number => mean(first, valueOf) / mean(second, valueOf);
  const speed = ratio((run) => run.documentsPerSecond).toFixed(2);
  const cpu = (1 / ratio((run) => run.cpuSeconds)).toFixed(1);
  const memory = (1 / ratio((run) => run.peakResident)).toFixed(1);
  const ratios = `${first} / ${second}: ${speed} times the documents/s, ${cpu} times less CPU, ${memory} times less memory`;
  return ['', ratios];
}
