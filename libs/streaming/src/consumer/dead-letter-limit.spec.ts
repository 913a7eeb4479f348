import { createDeadLetterLimit } from './dead-letter-limit';

describe('dead-letter limit', () => {
  it('lets single poison records pass for ever', () => {
    const limit = createDeadLetterLimit({ maxRatio: 0.5, windowRecords: 100 });
    for (let slice = 0; slice < 50; slice += 1) {
      expect(limit.allows({ records: 100, deadLetters: 10 })).toBe(true);
    }
  });

  it('trips when everything is poison, before more than its part of a window went out', () => {
    const limit = createDeadLetterLimit({ maxRatio: 0.5, windowRecords: 100 });
    let sent = 0;
    while (limit.allows({ records: 10, deadLetters: 10 })) {
      sent += 10;
    }
    expect(sent).toBe(50);
  });

  it('stays tripped', () => {
    const limit = createDeadLetterLimit({ maxRatio: 0.5, windowRecords: 10 });
    limit.allows({ records: 10, deadLetters: 10 });
    expect(limit.allows({ records: 10, deadLetters: 0 })).toBe(false);
    expect(limit.tripped()).toBe(true);
  });

  it('forgets a window that went well', () => {
    const limit = createDeadLetterLimit({ maxRatio: 0.5, windowRecords: 10 });
    for (let window = 0; window < 5; window += 1) {
      expect(limit.allows({ records: 10, deadLetters: 5 })).toBe(true);
    }
  });
});
