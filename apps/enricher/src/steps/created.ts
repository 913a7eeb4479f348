import type { Step } from './step';

/** The parts of the creation time that analysts group by; UTC, whatever zone this process runs in. */
export const createCreatedStep = (): Step<'created'> => ({
  need: 'optional',
  revision: 1,
  run({ createdAt }) {
    if (createdAt === null) {
      return null;
    }
    const date = new Date(createdAt);
    return {
      date: date.toISOString().slice(0, 10),
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      // JavaScript's week begins with Sunday = 0, ISO 8601's with Monday = 1.
      weekday: date.getUTCDay() || 7,
    };
  },
});
