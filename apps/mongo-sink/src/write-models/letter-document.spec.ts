import { namesIn, toLetterDocument } from './letter-document';

const avroString = (text: string) => Buffer.concat([Buffer.from([text.length * 2]), Buffer.from(text)]);

describe('the ids that a letter may name', () => {
  it.each([
    [
      'JSON',
      null,
      Buffer.from('{"data":{"id":"1234567890123456789","author_id":"12"},"n":34}'),
      ['1234567890123456789', '12'],
    ],
    ['a number in JSON', null, Buffer.from('{"id":1234567890123456789}'), ['1234567890123456789']],
    ['Avro', null, Buffer.concat([avroString('1234567'), avroString('12')]), ['1234567', '12']],
    ['Avro, cut off', null, avroString('1234567').subarray(0, 7), ['123456']],
    ['a text', null, Buffer.from('in 2024 there were 300 of 99999'), ['99999']],
    ['its key', Buffer.from('7'), null, ['7']],
    ['its key and value', Buffer.from('123456'), Buffer.from('"123456"'), ['123456']],
    ['no digits', Buffer.from('key'), Buffer.from([0, 255, 254]), []],
    ['nothing', null, null, []],
  ])('of %s', (_what, key, value, names) => {
    expect(namesIn(key, value)).toEqual(names);
  });
});

describe('the document of a letter', () => {
  it('has nothing of its content', () => {
    const letter = {
      ...{
        id: 'tweets-raw/0/5',
        service: 'enricher',
        step: 'decode',
        reason: 'NULL_VALUE',
        at: 5,
        redriven: 0,
      },
      ...{
        origin: { topic: 'tweets-raw' },
        key: Buffer.from('12345'),
        value: Buffer.from('what somebody wrote'),
      },
    };
    const document = toLetterDocument(letter, 'enricher-dlq', new Date(9));
    expect(document).toEqual({
      ...{
        _id: 'tweets-raw/0/5',
        topic: 'enricher-dlq',
        service: 'enricher',
        step: 'decode',
        reason: 'NULL_VALUE',
      },
      ...{
        origin: 'tweets-raw',
        key: '12345',
        at: new Date(5),
        redriven: 0,
        bytes: 19,
        names: ['12345'],
        storedAt: new Date(9),
      },
    });
  });
});
