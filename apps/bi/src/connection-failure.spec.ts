import { MongoNetworkError, MongoServerError } from 'mongodb';
import { errorMessage } from '@tdp/service';
import { connectionFailure } from './connection-failure';

const URI = 'mongodb://ann:s3cr3t@a.example:27017,b.example:27018/twitter?replicaSet=rs0';
const messageOf = (error: unknown): string => errorMessage(connectionFailure(error, URI));
const refusal = (code: number, message: string): MongoServerError => new MongoServerError({ code, message });

describe('a failure of MongoDB', () => {
  it.each<readonly [string, Error, unknown]>([
    [
      'a wrong password',
      refusal(18, 'Authentication failed.'),
      'the server refused the login as ann: Authentication failed.',
    ],
    [
      'a wrong password at Atlas',
      refusal(8_000, 'bad auth'),
      'the server refused the login as ann: bad auth',
    ],
    [
      'a right that is missing',
      refusal(13, 'not authorized on twitter'),
      'the server does not allow it to ann: not authorized on twitter',
    ],
    ['no server', new MongoNetworkError('connect ECONNREFUSED'), 'connect ECONNREFUSED'],
    [
      'a driver that quotes the URI',
      new MongoNetworkError(`no server at ${URI}`),
      expect.not.stringContaining('s3cr3t'),
    ],
  ])('%s names the servers and the user, and no password', (_case, error, told) => {
    const message = messageOf(error);
    expect(message).toMatch(/^asking MongoDB at a\.example:27017,b\.example:27018: /);
    expect(message.replace(/^.*?27018: /, '')).toEqual(told);
    expect(message).not.toContain('s3cr3t');
  });

  it('that is none stays as it is', () => {
    const bug = new TypeError('x is not a function');
    expect(connectionFailure(bug, URI)).toBe(bug);
  });
});
