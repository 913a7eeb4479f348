import type { Template } from '../generator/template';
import type { EditChain, Emission } from './emission';
import { createRecentPosts } from './recent-posts';

function make(id: string, chain: EditChain = { startedAtMs: 0, versions: [] }): Emission {
  const emission = { id, chain, createdAtMs: 0, template: {} as Template };
  chain.versions.push(emission);
  return emission;
}

it('keeps the latest posts, newest first', () => {
  const recent = createRecentPosts(3);
  ['1', '2', '3', '4', '5'].forEach((id) => {
    recent.add(make(id));
  });
  expect(recent.newestFirst().map(({ id }) => id)).toEqual(['5', '4', '3']);
  expect([recent.byId('4')?.id, recent.byId('1')]).toEqual(['4', undefined]);
});

it('finds an old version as long as a newer one is kept', () => {
  const recent = createRecentPosts(2);
  const first = make('1');
  recent.add(first);
  ['2', '3'].forEach((id) => {
    recent.add(make(id));
  });
  expect(recent.byId('1')).toBeUndefined();
  recent.add(make('4', first.chain));
  expect(recent.byId('1')).toBe(first);
});
