import { createPeople } from './people';
import { createPopulation, toUser } from './population';
import { createRandom } from './random';

const people = createPeople(createRandom(1), 50);
const populationWith = (changeShare: number) =>
  createPopulation({ people, random: createRandom(2), changeShare });
const [ann] = people;
const id = ann?.user.id ?? '';
const now = (population: ReturnType<typeof populationWith>) => {
  const profile = population.byId(id);
  return profile && toUser(profile);
};

it('moves the counters of who posts, and of nobody else', () => {
  const population = populationWith(0);
  const others = people.slice(1).map(({ user }) => population.byUsername(user.username.toUpperCase()));
  for (let post = 1; post <= 100; post += 1) {
    population.posted(id, { id: String(post), isEdit: post % 10 === 0 });
  }
  const user = now(population);
  expect(user?.public_metrics?.tweet_count).toBe((ann?.user.public_metrics?.tweet_count ?? 0) + 90);
  expect(user?.public_metrics?.followers_count).not.toBe(ann?.user.public_metrics?.followers_count);
  expect(user?.most_recent_tweet_id).toBe('100');
  expect({ ...user, public_metrics: 0, most_recent_tweet_id: 0 }).toEqual({
    ...ann?.user,
    public_metrics: 0,
    most_recent_tweet_id: 0,
  });
  expect(others.map((profile) => profile?.version)).toEqual(others.map(() => 0));
});

it('changes name, description, location and tick now and then', () => {
  const population = populationWith(1);
  const seen = { name: new Set(), description: new Set(), location: new Set(), verified: new Set() };
  for (let post = 1; post <= 100; post += 1) {
    population.posted(id, { id: String(post), isEdit: false });
    for (const field of Object.keys(seen) as (keyof typeof seen)[]) {
      seen[field].add(now(population)?.[field]);
    }
  }
  expect(Object.values(seen).map(({ size }) => size > 1)).toEqual([true, true, true, true]);
  // The first post also brings most_recent_tweet_id.
  expect(population.byId(id)?.userVersion).toBe(101);
});
