import { CONTRACT_VERSION, TABLES, type Table } from '@tdp/bi';
import { Long } from 'mongodb';
import type { Row } from '../export/pseudonyms';
import { checked } from './checked';

const daily = TABLES.find(({ name }) => name === 'bi_user_daily') as Table;
const row: Row = {
  ...{ user_id: '7', day: new Date(0), username: null, followers_count: 3, following_count: null },
  ...{ tweet_count: Long.MAX_VALUE, listed_count: null, like_count: null, observed_at: new Date(1) },
};

async function check(...rows: readonly Row[]): Promise<number> {
  async function* source(): AsyncIterable<Row> {
    yield* rows;
  }
  let count = 0;
  for await (const _row of checked(source(), daily)) {
    count += 1;
  }
  return count;
}

describe('rows on their way into an extract', () => {
  it('pass as they are: nulls where they may be, counts of 64 bits, a field that one document lacks', async () => {
    const { username: _gone, ...older } = row;
    expect(await check(row, older)).toBe(2);
    expect(await check()).toBe(0);
  });

  const says = `; version ${CONTRACT_VERSION} of the contract says`;
  it.each([
    [
      'another type',
      { followers_count: '3' },
      `followers_count is a value of type string in the row of user_id 7`,
    ],
    ['an instant for a text', { username: new Date(0) }, 'username is an instant in the row of user_id 7'],
    ['nothing where there must be something', { observed_at: null }, 'observed_at is unknown in the row of'],
    ['an array', { username: ['ann'] }, 'username is an array in the row of'],
  ])('are refused with %s', async (_what, over, problem) => {
    const failing = check(row, { ...row, ...over });
    await expect(failing).rejects.toThrow(`reading bi_user_daily: ${problem}`);
    await expect(failing).rejects.toThrow(says);
  });

  it('are refused when no row has a column', async () => {
    const { username: _gone, ...without } = row;
    await expect(check(without, without)).rejects.toThrow('username is in no row, username in no document');
  });
});
