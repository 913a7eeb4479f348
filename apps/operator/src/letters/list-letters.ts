import { COMMAND_EXIT, parseFlags, registryAccess, systemClock, reportUsage } from '@tdp/service';
import { createCodec, readLetters, type StoredLetter } from '@tdp/streaming';
import type { CommandContext, Connection } from '../context';
import { readContent } from './originals';
import {
  createOriginOf,
  isSelected,
  readSelection,
  SELECTION_FLAGS,
  SELECTION_USAGE,
  type Selection,
} from './selection';
import { formatLetter } from './show';
import { formatGroups, formatLetters, groupLetters } from './table';

export const LIST_USAGE = `Shows dead letters, counted by service, reason and topic: npm run dead-letters -- [options]

${SELECTION_USAGE}
  --list             a line for each letter instead, the newest 200 of them
  --content          with --letter: also what people wrote; otherwise only lengths and ids are shown
  --json             as JSON, a line for each group or letter
  --help             show this`;

const MAX_LISTED = 200;

/** `npm run dead-letters`. */
export async function listLetters(args: readonly string[], context: CommandContext): Promise<number> {
  const problems: string[] = [];
  const flags = parseFlags(
    args,
    {
      ...SELECTION_FLAGS,
      list: { type: 'boolean' },
      content: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    problems,
  );
  if (flags.isSet('help')) {
    context.print(LIST_USAGE);
    return COMMAND_EXIT.done;
  }
  const selection = readSelection(flags, problems);
  if (flags.isSet('content') && selection.id === null) {
    problems.push('--content needs --letter ID: what people wrote is shown of one letter only');
  }
  if (problems.length > 0) {
    return reportUsage(context.print, problems, LIST_USAGE);
  }
  const connection = context.connect();
  const letters = await select(connection, selection, context);
  if (selection.id !== null) {
    return await showOne(letters, connection, context, flags.isSet('content'));
  }
  const now = context.clock.now();
  const groups = groupLetters(letters);
  if (flags.isSet('json')) {
    const shown = flags.isSet('list') ? letters.map(describe) : groups;
    shown.forEach((item) => context.print(JSON.stringify(item)));
    return COMMAND_EXIT.done;
  }
  if (letters.length === 0) {
    context.print('no dead letters');
    return COMMAND_EXIT.done;
  }
  const lines = flags.isSet('list')
    ? formatLetters(letters.toSorted((a, b) => b.at - a.at).slice(0, MAX_LISTED), now)
    : formatGroups(groups, now);
  lines.forEach(context.print);
  return COMMAND_EXIT.done;
}

async function select(
  { kafka }: Connection,
  selection: Selection,
  { clock }: CommandContext,
): Promise<readonly StoredLetter[]> {
  const originOf = createOriginOf(kafka.topicPrefix);
  const found: StoredLetter[] = [];
  for (const topic of selection.topics) {
    const letters = await readLetters(kafka, topic);
    found.push(...letters.filter((letter) => isSelected(letter, selection, clock.now(), originOf)));
  }
  return found;
}

/** A letter without its bytes, for programs. */
function describe({ id, service, step, reason, at, origin, value, redriven }: StoredLetter): object {
  return { id, service, step, reason, at, origin, bytes: value?.length ?? null, redriven };
}

async function showOne(
  [letter]: readonly StoredLetter[],
  { kafka, config }: Connection,
  { print, clock }: CommandContext,
  withContent: boolean,
): Promise<number> {
  if (letter === undefined) {
    print('there is no such letter; npm run dead-letters -- --list shows those that there are');
    return COMMAND_EXIT.failed;
  }
  const codec = createCodec({
    registryUrl: config.SCHEMA_REGISTRY_URL,
    registryAccess: registryAccess(config),
    topicPrefix: kafka.topicPrefix,
    clock: systemClock,
  });
  const content = await readContent(codec, letter, createOriginOf(kafka.topicPrefix)(letter));
  formatLetter(letter, content, clock.now(), withContent).forEach(print);
  return COMMAND_EXIT.done;
}
