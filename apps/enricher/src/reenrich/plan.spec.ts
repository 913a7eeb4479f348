import { leftOf, planOf } from './plan';

describe('the plan of a run', () => {
  it('is what lies between the group and the end, as it is when it begins', () => {
    const plan = planOf([
      { partition: 0, next: 10, low: 5, high: 30 },
      { partition: 1, next: null, low: 5, high: 6 },
      // Retention has overtaken the group.
      { partition: 2, next: 3, low: 8, high: 9 },
      { partition: 3, next: 7, low: 7, high: 7 },
    ]);
    expect(plan.total).toBe(20 + 1 + 1);
    const later = [
      { partition: 0, next: 29, low: 5, high: 100 },
      { partition: 1, next: 8, low: 5, high: 100 },
      { partition: 2, next: 9, low: 8, high: 9 },
      { partition: 3, next: 7, low: 7, high: 50 },
    ];
    expect(leftOf(later, plan.ends)).toBe(1);
  });
});
