import { describe, expect, it } from '@jest/globals';
import { readBiSettings } from './bi-settings';

describe('settings of npm run bi', () => {
  it.each([
    [{ MONGODB_URI: 'mongodb://h:1/?replicaSet=rs0' }, 'twitter', 'mongodb://h:1/twitter?replicaSet=rs0'],
    [{ MONGODB_URI: 'mongodb://u:p@h:1,i:2/posts' }, 'posts', 'mongodb://u:p@h:1,i:2/posts'],
    [
      { MONGODB_URI: 'mongodb://h:1/db', BI_MONGODB_URI: 'mongodb://r:p@h:1/db' },
      'db',
      'mongodb://r:p@h:1/db',
    ],
  ])('%j', (env, database, readerUri) => {
    expect(readBiSettings(env)).toMatchObject({ database, readerUri });
  });

  it.each([
    [{}, 'No database is named: set MONGODB_URI'],
    [{ MONGODB_URI: 'h:1' }, 'MONGODB_URI: must begin with mongodb://'],
    [{ MONGODB_URI: 'mongodb://h:1/db', MONGODB_TLS_CA: 'pem' }, 'MONGODB_TLS_CA'],
  ])('%j is refused', (env, message) => {
    expect(() => readBiSettings(env)).toThrow(message);
  });
});
