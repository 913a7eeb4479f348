import { createByteWriter } from './byte-writer';

it('collects texts of any length and script, and begins anew when they are taken', () => {
  const writer = createByteWriter();
  const long = '駅👩‍👩‍👧‍👦é'.repeat(50_000);
  writer.ascii('12');
  writer.text(long);
  writer.bytes(Buffer.from('ü'));
  writer.repeat(0, 5);
  expect(writer.take().toString()).toBe(`12${long}ü12駅`);
  expect(writer.position()).toBe(0);
  writer.ascii('3');
  expect(writer.take().toString()).toBe('3');
});

it('gives away what it does not write to again', () => {
  const writer = createByteWriter();
  writer.ascii('old');
  const taken = writer.take();
  writer.ascii('new');
  expect(taken.toString()).toBe('old');
});
