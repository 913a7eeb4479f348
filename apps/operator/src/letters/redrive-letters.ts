import { COMMAND_EXIT, parseFlags, reportUsage } from '@tdp/service';
import type { CommandContext } from '../context';
import { redrive, type RedriveReport } from './redrive';
import { readSelection, SELECTION_FLAGS, SELECTION_USAGE } from './selection';

export const REDRIVE_USAGE = `Sends dead letters back to the topics their records were in: npm run redrive -- --topic TOPIC [options]

${SELECTION_USAGE}
  --dry-run          only count what would be sent
  --help             show this

Each is sent once, however often this is interrupted and begun again. Look at them first: npm run dead-letters.`;

/** `npm run redrive`. Exit code 3 when letters that were meant are left. */
export async function redriveLetters(args: readonly string[], context: CommandContext): Promise<number> {
  const { print, clock, stopSignal } = context;
  const problems: string[] = [];
  const flags = parseFlags(
    args,
    { ...SELECTION_FLAGS, 'dry-run': { type: 'boolean' }, help: { type: 'boolean' } },
    problems,
  );
  if (flags.isSet('help')) {
    print(REDRIVE_USAGE);
    return COMMAND_EXIT.done;
  }
  const selection = readSelection(flags, problems);
  if (flags.text('topic') === null && selection.id === null) {
    problems.push('--topic or --letter must say which letters are meant');
  }
  if (problems.length > 0) {
    return reportUsage(context.print, problems, REDRIVE_USAGE);
  }
  const isDryRun = flags.isSet('dry-run');
  const { kafka } = context.connect();
  const report = await redrive({
    kafka,
    selection,
    isDryRun,
    clock,
    stopSignal,
    onProgress: (done, of) =>
      context.progress(`${done.toLocaleString('en')} of ${of.toLocaleString('en')} letters`),
  });
  formatReport(report, isDryRun).forEach(print);
  return report.homeless + report.refused.length > 0 ? COMMAND_EXIT.left : COMMAND_EXIT.done;
}

function formatReport({ sent, homeless, refused }: RedriveReport, isDryRun: boolean): string[] {
  const verb = isDryRun ? 'would be sent back to' : 'sent back to';
  const lines = [...sent].map(([topic, count]) => `${count.toLocaleString('en')} ${verb} ${topic}`);
  if (homeless > 0) {
    lines.push(`${homeless.toLocaleString('en')} left: their record came from no topic of this pipeline`);
  }
  lines.push(...refused.map(({ id, message }) => `left, Kafka refuses it: ${id}: ${message}`));
  return lines.length === 0 ? ['no such dead letters'] : lines;
}
