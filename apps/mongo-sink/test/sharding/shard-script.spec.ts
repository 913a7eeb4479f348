import { runShardScript, type Exchange } from '../../test-support/shard-script';

const KEY = { _id: 'hashed' };
const COLLECTIONS = ['tweets', 'tweet_versions', 'users', 'user_snapshots', 'removals'];
const said = (call: string, args: readonly unknown[], answer: unknown): Exchange => ({ call, args, answer });
const hello = (msg?: string) => said('db(twitter).hello', [], { isWritablePrimary: true, msg, ok: 1 });

/** What config.collections of a router knows of a collection. */
const lookUp = (name: string, key: object | null) => {
  const known = { _id: `twitter.${name}`, key, unique: false, noBalance: false };
  return said('config.collections.findOne', [{ _id: `twitter.${name}` }], key === null ? null : known);
};
const distribute = (name: string) => [
  said(`twitter.${name}.createIndex`, [KEY, { name: 'shardKey' }], 'shardKey'),
  said('sh.shardCollection', [`twitter.${name}`, KEY], { collectionsharded: `twitter.${name}`, ok: 1 }),
];
const range = (name: string, zone: string, isThere: boolean) => [
  said(
    'config.tags.findOne',
    [{ ns: `twitter.${name}`, tag: zone }],
    isThere ? { ns: `twitter.${name}`, tag: zone } : null,
  ),
  ...(isThere
    ? []
    : [
        said('sh.updateZoneKeyRange', [`twitter.${name}`, { _id: 'MinKey' }, { _id: 'MaxKey' }, zone], {
          ok: 1,
        }),
      ]),
];
const shardsIn = (zone: string, count: number) =>
  said('config.shards.countDocuments', [{ tags: zone }], count);

/** A cluster's first run and each later one. */
const FIRST = [
  hello('isdbgrid'),
  ...COLLECTIONS.map((name) => lookUp(name, null)),
  ...COLLECTIONS.flatMap(distribute),
];
const AGAIN = [hello('isdbgrid'), ...COLLECTIONS.map((name) => lookUp(name, KEY))];

describe('deploy/mongodb/shard.js', () => {
  it('distributes what grows with the posts by the hash of _id, with the index first', () => {
    expect(runShardScript(FIRST)).toEqual({
      error: null,
      left: [],
      printed: COLLECTIONS.map((name) => `${name}: distributed by the hash of _id`),
    });
  });

  it('changes nothing when it is run again', () => {
    expect(runShardScript(AGAIN)).toEqual({
      error: null,
      left: [],
      printed: COLLECTIONS.map((name) => `${name}: is distributed already`),
    });
  });

  it('goes on where a run before it ended', () => {
    const [done = '', ...others] = COLLECTIONS;
    const { error, left } = runShardScript([
      ...[hello('isdbgrid'), lookUp(done, KEY), ...others.map((name) => lookUp(name, null))],
      ...others.flatMap(distribute),
    ]);
    expect({ error, left }).toEqual({ error: null, left: [] });
  });

  it('keeps everything in a zone where it is told to, once', () => {
    const zone = { ZONE: 'eu' };
    const [isRouter, ...rest] = FIRST as [Exchange, ...Exchange[]];
    const looked = rest.slice(0, COLLECTIONS.length);
    const made = COLLECTIONS.flatMap((name) => [...distribute(name), ...range(name, 'eu', false)]);
    const first = runShardScript([isRouter, shardsIn('eu', 2), ...looked, ...made], zone);
    expect(first).toMatchObject({ error: null, left: [] });
    const known = COLLECTIONS.flatMap((name) => range(name, 'eu', true));
    const again = runShardScript([isRouter, shardsIn('eu', 2), ...AGAIN.slice(1), ...known], zone);
    expect(again).toMatchObject({ error: null, left: [] });
  });

  it.each([
    ['a replica set', [hello()], {}, /no router/],
    [
      'a zone without shards',
      [hello('isdbgrid'), shardsIn('eu', 0)],
      { ZONE: 'eu' },
      /no shard is in the zone eu/,
    ],
    [
      'another shard key',
      [hello('isdbgrid'), lookUp('tweets', null), lookUp('tweet_versions', { chainId: 1 })],
      {},
      /tweet_versions has the shard key .*nothing was changed/,
    ],
  ])('refuses %s before it changes anything', (_what, recording, env, message) => {
    const { error, left } = runShardScript(recording, env);
    expect(error).toMatch(message);
    expect(left).toEqual([]);
  });
});
