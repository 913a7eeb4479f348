import type { Step } from './step';

/** The parts of the creation time that analysts group by; UTC, whatever zone this process runs in. */
export const createdParts: Step<
  'createdDate' | 'createdYear' | 'createdMonth' | 'createdDay' | 'createdHour' | 'createdWeekday'
> = {
  name: 'created-parts',
  run({ createdAt }) {
    if (createdAt === null) {
      return {
        createdDate: null,
        createdYear: null,
        createdMonth: null,
        createdDay: null,
        createdHour: null,
        createdWeekday: null,
      };
    }
    const date = new Date(createdAt);
    return {
      createdDate: date.toISOString().slice(0, 10),
      createdYear: date.getUTCFullYear(),
      createdMonth: date.getUTCMonth() + 1,
      createdDay: date.getUTCDate(),
      createdHour: date.getUTCHours(),
      // JavaScript's week begins with Sunday = 0, ISO 8601's with Monday = 1.
      createdWeekday: date.getUTCDay() || 7,
    };
  },
};
