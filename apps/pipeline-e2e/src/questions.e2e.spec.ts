import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { preparePython, stackEndpoints, waitUntil } from '@tdp/testing';
import { REPO, startPipeline, type Pipeline } from './harness/pipeline';

type Row = Readonly<Record<string, unknown>>;
/** What each question is answered with, in their order. */
type Answers = readonly (readonly Row[])[];

const TOPICS = 'what people talk about in the last hour, and how it sounds';
const POINTS = 'points for a map, as precise as they are';
const MENTIONED = 'who is most mentioned';

const README = readFileSync(path.join(REPO, 'README.md'), 'utf8');
/** The README's code in a language. */
const code = (language: string): string =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))]
    .map(([, block]) => block)
    .join('\n');

/** The questions in mongosh's language, each under the words of its comment. */
function questions(): ReadonlyMap<string, string> {
  const asked = code('js')
    .split(/^\/\/ /m)
    .slice(1);
  return new Map(
    asked.map((question) => [
      question.slice(0, question.indexOf('\n')),
      question.slice(question.indexOf('\n')).trim().replace(/;$/, ''),
    ]),
  );
}

const python = preparePython(path.resolve(__dirname, '../requirements.txt'), process.env);

describe("the README's questions", () => {
  let pipeline: Pipeline;
  let inMongosh: Answers;

  beforeAll(async () => {
    pipeline = await startPipeline({ rate: 500 });
    await Promise.all([
      pipeline.startService('ingester'),
      pipeline.startService('enricher'),
      pipeline.startService('mongo-sink'),
    ]);
    const stored = () => pipeline.db.collection('tweets').estimatedDocumentCount();
    await waitUntil(async () => (await stored()) > 5_000);
    // Whoever asks again must get the same answer.
    await pipeline.settle();
    inMongosh = await Promise.all([...questions().values()].map(ask));
  });

  afterAll(() => pipeline.stop());

  /** As mongosh evaluates it: `db.<collection>` is a collection; a cursor gives its documents. */
  const ask = async (question: string): Promise<readonly Row[]> => {
    const inShell = (name: string) => {
      const collection = pipeline.db.collection(name);
      return {
        aggregate: (stages: Row[]) => collection.aggregate(stages),
        find: (filter: Row, projection: Row) => collection.find(filter, { projection }),
      };
    };
    const db = new Proxy({}, { get: (_target, name) => inShell(String(name)) });
    const cursor = vm.runInNewContext(question, { db, Date }) as { toArray(): Promise<Row[]> };
    return await cursor.toArray();
  };

  it('are three, and each has an answer that the posts agree with', async () => {
    expect([...questions().keys()]).toEqual([TOPICS, POINTS, MENTIONED]);
    const [topics = [], points = [], mentioned = []] = inMongosh;

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

  /** The README's Python as it stands there, on the pipeline's database. */
  function askInPython(program: string): Answers {
    const uri = new URL(stackEndpoints(process.env).mongodbUri);
    uri.pathname = `/${pipeline.db.databaseName}`;
    const print = 'import json; print(json.dumps([list(topics), list(points), list(mentioned)]))';
    const answers = execFileSync(program, ['-c', `${code('py')}\n${print}`], {
      env: { ...process.env, MONGODB_URI: uri.href },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(answers) as Answers;
  }

  const inPython = 'are asked in Python with the same words, and have the same answers';
  if ('missing' in python) {
    it.skip(`${inPython} (skipped: ${python.missing})`, () => undefined);
  } else {
    it(inPython, () => {
      expect([...code('py').matchAll(/^# (.*)$/gm)].map(([, words]) => words)).toEqual([
        TOPICS,
        POINTS,
        MENTIONED,
      ]);
      const byId = (rows: readonly Row[] = []): readonly Row[] =>
        rows.toSorted((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1));
      // Sums of fractions depend on the order in which documents are read.
      const rounded = ({ sentiment, ...row }: Row): Row => ({
        ...row,
        sentiment: Number(sentiment).toFixed(6),
      });
      const [topics = [], points, mentioned = []] = askInPython(python.program);
      expect(byId(topics).map(rounded)).toEqual(byId(inMongosh[0]).map(rounded));
      expect(byId(points)).toEqual(byId(inMongosh[1]));
      // Of those who are mentioned equally often, which are among the first ten is nobody's to say.
      const mentionsOf = (rows: readonly Row[] = []) => rows.map(({ mentions }) => mentions);
      expect(mentionsOf(mentioned)).toEqual(mentionsOf(inMongosh[2]));
    });
  }
});
