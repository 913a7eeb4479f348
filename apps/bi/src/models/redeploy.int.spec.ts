import { TABLES, type Table } from '@tdp/bi';
import { commandContext } from '../../test-support/context';
import { openTestDatabase, type TestDatabase } from '../../test-support/test-database';
import { deployModels, planOf, SCHEMA_COLLECTION } from './deploy-models';
import { models } from './models-command';

let test: TestDatabase;
beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(() => test.close());

async function run(...args: readonly string[]): Promise<{ code: number; lines: readonly string[] }> {
  const { context, lines } = commandContext(test.database);
  return { code: await models(args, context), lines };
}

/** The tables of an earlier release, with bi_gaps as it says. */
async function deployEarlier(change: (columns: Table['columns']) => Table['columns']): Promise<void> {
  const earlier = TABLES.map((table) =>
    table.name === 'bi_gaps' ? { ...table, columns: change(table.columns) } : table,
  );
  await deployModels(test.database, await planOf(test.database, earlier));
}

describe('bi-models', () => {
  it('changes nothing when it is run again', async () => {
    expect(await run()).toMatchObject({ code: 0, lines: expect.arrayContaining(['bi_tweets is new']) });
    const schemas = () => test.database.collection(SCHEMA_COLLECTION).find().sort({ table: 1 }).toArray();
    const before = await schemas();
    expect(before).toHaveLength(TABLES.length);
    const again = [`nothing to do: all ${TABLES.length} tables are as version 1 of the contract says`];
    expect(await run()).toEqual({ code: 0, lines: again });
    expect(await run('--check')).toEqual({ code: 0, lines: again });
    expect(await schemas()).toEqual(before);
  });

  it('only looks with --check', async () => {
    const { code, lines } = await run('--check');
    expect([code, lines.at(-1)]).toEqual([
      3,
      `${TABLES.length} of ${TABLES.length} tables are not as version 1 of the contract says; nothing was changed: npm run bi:models does it`,
    ]);
    expect(await test.database.listCollections().toArray()).toEqual([]);
  });

  it('names the columns that an earlier release had otherwise, and replaces the view', async () => {
    await deployEarlier((columns) => [
      ...columns
        .filter(({ name }) => name !== 'detail')
        .map((column) => (column.name === 'recovered' ? { ...column, type: 'double' as const } : column)),
      { ...columns[0]!, name: 'old_name' },
    ]);
    expect((await run()).lines).toEqual([
      'bi_gaps changes',
      '  ~ recovered double -> bigint',
      '  + detail varchar',
      '  - old_name varchar',
      `done: ${TABLES.length} tables are as version 1 of the contract says`,
    ]);
    expect((await run('--check')).code).toBe(0);
  });

  it('replaces what Trino guessed, in one document for a table', async () => {
    const schemas = test.database.collection(SCHEMA_COLLECTION);
    await schemas.insertOne({
      table: 'bi_tweets',
      fields: [{ name: '_id', type: 'ObjectId', hidden: true }],
    });
    await run();
    expect(await schemas.countDocuments({ table: 'bi_tweets' })).toBe(1);
    expect((await run('--check')).code).toBe(0);
  });

  it('does not touch a collection that has the name of a table', async () => {
    await test.database.collection('bi_tweets').insertOne({ mine: true });
    await expect(run()).rejects.toThrow(
      'bi_tweets: there are collections of these names; rename or drop them',
    );
    expect(await test.database.collection('bi_tweets').countDocuments()).toBe(1);
    expect(await test.database.listCollections({ name: 'bi_users' }).toArray()).toEqual([]);
  });

  it.each([['--chek'], ['now']])('shows how it is used for %s', async (argument) => {
    const { code, lines } = await run(argument);
    expect(code).toBe(2);
    expect(lines.join('\n')).toMatch(/npm run bi:models/);
  });
});
