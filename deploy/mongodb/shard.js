/* global db, sh, print, MinKey, MaxKey */
/**
 * Distributes the sink's collections over the shards of a cluster. Idempotent: what is as it should be is left.
 *
 *   mongosh "mongodb://ROUTER:27017/twitter" deploy/mongodb/shard.js
 *   ZONE=eu mongosh "mongodb://ROUTER:27017/twitter" deploy/mongodb/shard.js
 *
 * With ZONE every document stays on the shards of that zone (sh.addShardToZone); later runs without ZONE leave that as it is.
 * Why by the hash of _id: README.md beside this file.
 */
(() => {
  const KEY = { _id: 'hashed' };
  /** Everything that grows with the posts. What stays small is on the database's primary shard. */
  const COLLECTIONS = ['tweets', 'tweet_versions', 'users', 'user_snapshots', 'removals'];

  const zone = process.env.ZONE ?? '';
  const database = db.getName();
  const config = db.getSiblingDB('config');

  if (db.hello().msg !== 'isdbgrid') {
    throw new Error('this is no router (mongos): a replica set has nothing to distribute');
  }
  if (zone !== '' && config.getCollection('shards').countDocuments({ tags: zone }) === 0) {
    throw new Error(`no shard is in the zone ${zone}: sh.addShardToZone("SHARD", "${zone}") first`);
  }

  /** Another key cannot be had by running this again, so it is said and nothing is changed. */
  const keys = COLLECTIONS.map((name) => {
    const sharded = config.getCollection('collections').findOne({ _id: `${database}.${name}` });
    // A collection that was dropped, of older servers.
    const key = sharded === null || sharded.dropped === true ? null : sharded.key;
    if (key !== null && JSON.stringify(key) !== JSON.stringify(KEY)) {
      throw new Error(`${name} has the shard key ${JSON.stringify(key)}: nothing was changed`);
    }
    return { name, isSharded: key !== null };
  });

  for (const { name, isSharded } of keys) {
    const namespace = `${database}.${name}`;
    if (isSharded) {
      print(`${name}: is distributed already`);
    } else {
      // A collection with documents must have the index first; the sink may have made it at any time.
      db.getCollection(name).createIndex(KEY, { name: 'shardKey' });
      sh.shardCollection(namespace, KEY);
      print(`${name}: distributed by the hash of _id`);
    }
    if (zone !== '') {
      const range = config.getCollection('tags').findOne({ ns: namespace, tag: zone });
      if (range === null) {
        sh.updateZoneKeyRange(namespace, { _id: MinKey() }, { _id: MaxKey() }, zone);
        print(`${name}: stays in the zone ${zone}`);
      }
    }
  }
})();
