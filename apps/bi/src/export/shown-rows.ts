import type { Row } from './pseudonyms';

const SHOWN_EVERY = 500;

/** The same rows; how many have passed is told now and then: text for each row would cost more than the row. */
export async function* shownRows(
  rows: AsyncIterable<Row>,
  show: (count: number) => void,
): AsyncIterable<Row> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count % SHOWN_EVERY === 1) {
      show(count);
    }
    yield row;
  }
}
