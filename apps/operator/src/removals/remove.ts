import {
  COMMAND_EXIT,
  createMetrics,
  errorMessage,
  parseFlags,
  registryAccess,
  reportUsage,
} from '@tdp/service';
import { createAdmin, createCodec, createProducer } from '@tdp/streaming';
import type { CommandContext, Connection } from '../context';
import { readWish, toRemovals, WISH_FLAGS, type Wish } from './words';

export const REMOVE_USAGE = `Removes what somebody has a right to have removed, from every collection and topic:
npm run remove -- --post ID | --user ID | --file FILE [options]

  --post ID          a post with all its versions, its reposts, and what other posts hold of it
  --user ID          everything of a user: profile, snapshots, posts, and what other posts hold of them
  --file FILE        many of these: a line each, "post ID" or "user ID"
  --geo-only         only where it was written, or a user's posts were
  --up-to ID         with --geo-only of a user: the newest post it is about
  --restore          it may be kept again; what is gone is not brought back by it
  --reason TEXT      a word for the record of it, nothing of the content
  --wait             wait until the collections are without it
  --dry-run          only show what would be said
  --help             show this

Topics are without it when they are compacted, within a day.`;

const POLL_MS = 500;

/** `npm run remove`. */
export async function remove(args: readonly string[], context: CommandContext): Promise<number> {
  const { print } = context;
  const problems: string[] = [];
  const flags = parseFlags(
    args,
    {
      ...WISH_FLAGS,
      wait: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
    problems,
  );
  if (flags.isSet('help')) {
    print(REMOVE_USAGE);
    return COMMAND_EXIT.done;
  }
  const wish = readWish(flags, linesOf(flags.text('file'), context, problems), problems);
  if (problems.length > 0) {
    return reportUsage(context.print, problems, REMOVE_USAGE);
  }
  const count = wish.subjects.length.toLocaleString('en');
  if (flags.isSet('dry-run')) {
    wish.subjects.forEach(({ subject, id }) => print(`${wish.action} ${subject} ${id}`));
    print(`nothing was said: this was a dry run of ${count}`);
    return COMMAND_EXIT.done;
  }
  const connection = context.connect();
  await say(connection, wish, context);
  print(`${wish.action}: ${count} said`);
  if (flags.isSet('wait')) {
    await untilHeard(connection, context);
    print('heard: the collections are without it; the topics are when they are compacted, within a day');
  }
  return COMMAND_EXIT.done;
}

function linesOf(file: string | null, { readLines }: CommandContext, problems: string[]): readonly string[] {
  if (file === null) {
    return [];
  }
  try {
    return readLines(file);
  } catch (error) {
    problems.push(`--file ${file}: ${errorMessage(error)}`);
    return [];
  }
}

async function say(
  { kafka, config, logger }: Connection,
  wish: Wish,
  { clock }: CommandContext,
): Promise<void> {
  const codec = createCodec({
    registryUrl: config.SCHEMA_REGISTRY_URL,
    registryAccess: registryAccess(config),
    topicPrefix: kafka.topicPrefix,
    clock,
  });
  await codec.prepare(['removals']);
  const failures: Error[] = [];
  const producer = createProducer({
    kafka,
    codec,
    logger,
    clock,
    metrics: createMetrics({ service: 'operator', version: '0.1.0', commit: 'none' }),
    fatal: (error) => failures.push(error),
  });
  await producer.start();
  try {
    await producer.sendAll(
      toRemovals(wish, clock.now()).map((item) => ({ topic: 'removals' as const, ...item })),
    );
  } finally {
    await producer.stop();
  }
  for (const failure of failures) {
    throw failure;
  }
}

/** Until the sink has done with everything that was said. */
async function untilHeard({ kafka, config }: Connection, context: CommandContext): Promise<void> {
  const admin = createAdmin(kafka);
  try {
    await admin.connect();
    for (;;) {
      const { removals: left = 0 } = await admin.groupLag(config.MONGO_SINK_GROUP_ID, ['removals']);
      if (left === 0) {
        return;
      }
      context.progress(`the sink has ${left.toLocaleString('en')} to go`);
      await context.clock.sleep(POLL_MS, context.stopSignal);
    }
  } finally {
    await admin.disconnect();
  }
}
