import { describe, expect, it } from '@jest/globals';
import { withDatabase } from './backend';

describe('withDatabase', () => {
  it.each([
    ['mongodb://h:1', 'mongodb://h:1/twitter'],
    ['mongodb://h:1/', 'mongodb://h:1/twitter'],
    ['mongodb://h:1/?replicaSet=rs0', 'mongodb://h:1/twitter?replicaSet=rs0'],
    ['mongodb://u:p@a:1,b:2/?tls=true', 'mongodb://u:p@a:1,b:2/twitter?tls=true'],
    ['mongodb+srv://u:p@cluster.example.net', 'mongodb+srv://u:p@cluster.example.net/twitter'],
    ['mongodb://h:1/other?x=1', 'mongodb://h:1/other?x=1'],
  ])('%s becomes %s', (uri, expected) => {
    expect(withDatabase(uri, 'twitter')).toBe(expected);
  });
});
