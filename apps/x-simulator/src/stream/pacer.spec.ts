import { createPacer } from './pacer';

function run(rate: number, tickMs: number, ms: number, maxBatch = 200): number {
  const pacer = createPacer({ rate: () => rate, maxBatch });
  pacer.restart(0);
  let total = 0;
  for (let now = 0; now <= ms; now += tickMs) {
    const due = pacer.due(now);
    pacer.emitted(due);
    total += due;
  }
  return total;
}

describe('pacer', () => {
  it.each([
    [1, 4, 10_000, 10],
    [250, 4, 10_000, 2_500],
    [250, 37, 37_000, 9_250],
    [10_000, 4, 1_000, 10_000],
  ])('at %d posts/s in ticks of %d ms emits exactly what is due after %d ms', (rate, tick, ms, total) => {
    expect(run(rate, tick, ms)).toBe(total);
  });

  it('emits nothing at rate 0', () => {
    expect(run(0, 4, 1_000)).toBe(0);
  });

  it('says how far it is behind when it may not emit all', () => {
    const pacer = createPacer({ rate: () => 1_000, maxBatch: 100 });
    pacer.restart(0);
    expect(pacer.due(500)).toBe(100);
    pacer.emitted(100);
    expect(pacer.behindMs(500)).toBe(400);
  });

  it('starts anew with a changed rate and catches nothing up', () => {
    let rate = 1_000;
    const pacer = createPacer({ rate: () => rate, maxBatch: 10_000 });
    pacer.restart(0);
    rate = 10;
    expect(pacer.due(5_000)).toBe(0);
    expect(pacer.due(5_100)).toBe(1);
  });
});
