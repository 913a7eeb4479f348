import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { waitUntil } from '@tdp/testing';
import { REPO, startPipeline, type Pipeline } from './harness/pipeline';

type Row = Readonly<Record<string, unknown>>;

/** The README's questions: what stands between ```js and ```, each under the words of its comment. */
function questions(): ReadonlyMap<string, string> {
  const readme = readFileSync(path.join(REPO, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code as string);
  return new Map(
    blocks
      .join('\n')
      .split(/^\/\/ /m)
      .slice(1)
      .map((question) => [
        question.slice(0, question.indexOf('\n')),
        question.slice(question.indexOf('\n')).trim().replace(/;$/, ''),
      ]),
  );
}

describe("the README's questions", () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 500 });
    await Promise.all([
      pipeline.startService('ingester'),
      pipeline.startService('enricher'),
      pipeline.startService('mongo-sink'),
    ]);
    const stored = () => pipeline.db.collection('tweets').estimatedDocumentCount();
    await waitUntil(async () => (await stored()) > 5_000, { timeoutMs: 60_000 });
  });

  afterAll(() => pipeline.stop());

  /** As mongosh evaluates it: `db.<collection>` is a collection; a cursor gives its documents. */
  const ask = async (question: string): Promise<readonly Row[]> => {
    const db = new Proxy({}, { get: (_target, name) => pipeline.db.collection(String(name)) });
    const cursor = vm.runInNewContext(question, { db, Date }) as { toArray(): Promise<Row[]> };
    return await cursor.toArray();
  };

  it('are three, and each has an answer that the posts agree with', async () => {
    const asked = questions();
    expect([...asked.keys()]).toEqual([
      'what people talk about in the last hour, and how it sounds',
      'points for a map, as precise as they are',
      'who is most mentioned',
    ]);
    const [topics = [], points = [], mentioned = []] = await Promise.all([...asked.values()].map(ask));

    expect(topics.length).toBeGreaterThan(1);
    expect(
      topics.every(({ posts, sentiment }) => Number(posts) > 0 && Math.abs(Number(sentiment ?? 0)) <= 1),
    ).toBe(true);
    const [first] = topics;
    const about = { 'topics.topics.name': first?.['_id'] };
    expect(await pipeline.db.collection('tweets').countDocuments(about)).toBeGreaterThanOrEqual(
      Number(first?.['posts']),
    );

    expect(points.length).toBeGreaterThan(0);
    const positions = points.map(({ geo }) => geo as Row);
    expect(
      positions.every(
        ({ longitude, latitude }) => Math.abs(Number(longitude)) <= 180 && Math.abs(Number(latitude)) <= 90,
      ),
    ).toBe(true);

    expect(mentioned.length).toBeGreaterThan(0);
    const mentions = mentioned.map(({ mentions: count }) => Number(count));
    expect(mentions).toEqual([...mentions].sort((a, b) => b - a));
  });
});
