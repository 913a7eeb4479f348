import { createSchedule } from './schedule';

it('gives what is due, earliest first', () => {
  const schedule = createSchedule<string>();
  [5, 1, 9, 3, 1].forEach((atMs, index) => {
    schedule.add(`${atMs}/${index}`, atMs);
  });
  const taken = Array.from({ length: 5 }, () => schedule.take(5)?.split('/')[0]);
  expect(taken).toEqual(['1', '1', '3', '5', undefined]);
  expect(schedule.take(9)).toBe('9/2');
});
