import { readLetters } from '@tdp/streaming';
import { buildTweet, waitUntil } from '@tdp/testing';
import { startPipeline, type Pipeline } from './harness/pipeline';
import { openTopics, type TopicAccess } from './harness/topics';

interface StoredPost {
  readonly _id: string;
  readonly text: string;
  readonly content: { readonly fullText: string };
}

/**
 * Avro's strings are UTF-8, which has no half of a surrogate pair. The ingester puts U+FFFD for one; what another producer
 * writes for it are three bytes of no character, and so three of U+FFFD. All else stays as it is.
 */
const TEXTS: readonly (readonly [id: string, text: string, stored: string])[] = [
  ['1', '', ''],
  [
    '2',
    'one half \uD83D and the other \uDE82',
    'one half \uFFFD\uFFFD\uFFFD and the other \uFFFD\uFFFD\uFFFD',
  ],
  [
    '3',
    'the halves \uDE82\uD83D the wrong way round',
    `the halves ${'\uFFFD'.repeat(6)} the wrong way round`,
  ],
  ['4', 'NUL \u0000 and \u0000', 'NUL \u0000 and \u0000'],
  [
    '5',
    'controls \u0007\u001B[0m\u007F\u0085 \uFFFE\uFFFF',
    'controls \u0007\u001B[0m\u007F\u0085 \uFFFE\uFFFF',
  ],
  ['6', '\u202Eright to left\u202C שלום \u200F', '\u202Eright to left\u202C שלום \u200F'],
  ['7', '$where {"$gt": 1} a.b \\u0000', '$where {"$gt": 1} a.b \\u0000'],
  ['8', '👍🏽'.repeat(6_250), '👍🏽'.repeat(6_250)],
];

it('texts that nobody thinks of are stored with a defined value, and nothing is dead-lettered', async () => {
  const pipeline: Pipeline = await startPipeline({ rate: 1 });
  let topics: TopicAccess | null = null;
  try {
    await Promise.all([pipeline.startService('enricher'), pipeline.startService('mongo-sink')]);
    const open = (topics = await openTopics(pipeline));
    for (const [id, text] of TEXTS) {
      await open.producer.send({ topic: 'tweets-raw', key: id, record: buildTweet({ id, text }) });
    }
    const tweets = pipeline.db.collection<StoredPost>('tweets');
    const ids = TEXTS.map(([id]) => id);
    const stored = () =>
      tweets
        .find({ _id: { $in: ids } })
        .sort({ _id: 1 })
        .toArray();
    await waitUntil(async () => (await stored()).length === TEXTS.length);
    expect((await stored()).map(({ text, content }) => [text, content.fullText])).toEqual(
      TEXTS.map(([, , text]) => [text, text]),
    );
    for (const dlq of ['enricher-dlq', 'mongo-sink-dlq'] as const) {
      expect(await readLetters(open.kafka, dlq)).toEqual([]);
    }
  } finally {
    await topics?.close();
    await pipeline.stop();
  }
});
