import fc from 'fast-check';
import { createRedactor, redactText } from './redact';

describe('redactText', () => {
  it.each([
    ['mongodb://user:pa@ss@host/db', 'mongodb://[redacted]@host/db'],
    ['https://token@host', 'https://[redacted]@host'],
    ['Authorization: Bearer abcdefgh12345', 'Authorization: Bearer [redacted]'],
    ['GET /x?api_key=abc&n=1', 'GET /x?api_key=[redacted]&n=1'],
    ['a -----BEGIN PRIVATE KEY-----\nMIGH\n-----END', 'a -----BEGIN PRIVATE KEY-----[redacted]-----END'],
    ['X_BEARER_TOKEN=abc', 'X_BEARER_TOKEN=[redacted]'],
    ['{"apiSecret":"a\\"b","n":1}', '{"apiSecret":"[redacted]","n":1}'],
    ['{"msg":"{\\"password\\":\\"abc\\"}"}', '{"msg":"{\\"password\\":\\"[redacted]\\"}"}'],
    ['{"msg":"token=\\"abc\\" sent"}', '{"msg":"token=\\"[redacted]\\" sent"}'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    'X_BEARER_TOKEN: is missing',
    'http://localhost:8081/subjects/tweets-raw-value',
    'reading https://host/a and mailing me@example.org',
    '{"tokens":3,"offset":"12"}',
  ])('leaves alone: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('leaves every line of JSON a line of JSON', () => {
    const hostile = fc.stringMatching(/^[\\"'=:/@&, a\n]*$/);
    const key = fc.constantFrom('token', 'password', 'x', 'a"token', 'msg');
    const text = fc.oneof(
      fc.string(),
      hostile,
      fc.tuple(key, hostile).map(([name, value]) => `${name}=${value}`),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(key, fc.string()), fc.oneof(text, fc.json())), (fields) => {
        const line = redactText(JSON.stringify(fields));
        expect(() => JSON.parse(line) as unknown).not.toThrow();
      }),
    );
  });
});

describe('createRedactor', () => {
  it.each([
    ['itself', 'was s3cret/"value"'],
    ['escaped for JSON', JSON.stringify('was s3cret/"value"')],
    ['escaped for a URL', `was ${encodeURIComponent('s3cret/"value"')}`],
  ])('cuts out a secret value as %s', (_form, text) => {
    expect(createRedactor(['s3cret/"value"'])(text)).toMatch(/^"?was \[redacted\]"?$/);
  });

  it('cuts out the password of a secret URI where it stands alone', () => {
    const redact = createRedactor(['mongodb://user:p%40ssword@host/db']);
    expect(redact('authenticating with p@ssword failed')).toBe('authenticating with [redacted] failed');
  });

  it('leaves a value alone that is too short to be a secret', () => {
    expect(createRedactor(['a', ''])('a cat')).toBe('a cat');
  });
});
