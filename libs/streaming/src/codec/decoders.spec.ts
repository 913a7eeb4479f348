import { Type } from 'avsc';
import { PipelineError } from '@tdp/service';
import { createFakeClock } from '@tdp/service/testing';
import { DecodeError } from '../errors';
import { createDecoders } from './decoders';

const record = (...fields: object[]): Type =>
  Type.forSchema({ type: 'record', name: 'Post', fields } as Parameters<typeof Type.forSchema>[0]);
const id = { name: 'id', type: 'string' };
const text = { name: 'text', type: 'string', default: '?' };

const OURS = record(id, text);
const WRITERS = new Map<number, Type | DecodeError>([
  [1, OURS],
  [2, record(id)],
  [3, record(id, text, { name: 'mood', type: 'string', default: 'calm' })],
  [4, record({ name: 'id', type: 'long' })],
  [5, new DecodeError('SCHEMA_MISMATCH', 'no Avro')],
]);

const wire = (schemaId: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(5);
  header.writeInt32BE(schemaId, 1);
  return Buffer.concat([header, body]);
};
const post = (schemaId: number, value: object): Buffer =>
  wire(schemaId, (WRITERS.get(schemaId) as Type).toBuffer(value));

function setUp(answer: (schemaId: number) => Promise<Type | DecodeError | null> = known) {
  const clock = createFakeClock();
  const asked: number[] = [];
  const decoded: [number, Buffer][] = [];
  const decoders = createDecoders({
    registry: {
      writerType(schemaId) {
        asked.push(schemaId);
        return answer(schemaId);
      },
    },
    clock,
    recordType: () => OURS,
    onDecoded: (_topic, schemaId, _record, body) => decoded.push([schemaId, body]),
  });
  async function read(value: Buffer): Promise<object> {
    await decoders.load('tweets-raw', [value]);
    return decoders.decode('tweets-raw', value);
  }
  return { clock, asked, decoded, decoders, read };
}

const known = (schemaId: number) => Promise.resolve(WRITERS.get(schemaId) ?? null);

describe('decoders', () => {
  it('read our version and an older one, and tell of the bytes and their version', async () => {
    const { read, decoded } = setUp();
    expect(await read(post(1, { id: 'a', text: 'hi' }))).toEqual({ id: 'a', text: 'hi' });
    expect(await read(post(2, { id: 'b' }))).toEqual({ id: 'b', text: '?' });
    expect(decoded).toEqual([
      [1, OURS.toBuffer({ id: 'a', text: 'hi' })],
      [2, (WRITERS.get(2) as Type).toBuffer({ id: 'b' })],
    ]);
  });

  it('ask once for each schema of a slice, and never again', async () => {
    const { decoders, asked } = setUp();
    const values = [1, 2, 1, 2].map((schemaId) => post(schemaId, { id: 'a', text: 't' }));
    await decoders.load('tweets-raw', values);
    await decoders.load('tweets-raw', values);
    expect(asked).toEqual([1, 2]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'BAD_WIRE_FORMAT'],
    ['JSON', Buffer.from('{"id":"a"}'), 'BAD_WIRE_FORMAT'],
    ['an id that nobody knows', wire(99, Buffer.alloc(1)), 'UNKNOWN_SCHEMA_ID'],
    ['a schema of another shape', post(4, { id: 1 }), 'SCHEMA_MISMATCH'],
    ['a schema that is none', wire(5, Buffer.alloc(1)), 'SCHEMA_MISMATCH'],
    ['a value that is cut off', post(1, { id: 'a', text: 'hi' }).subarray(0, 7), 'UNDECODABLE'],
    [
      'a value with something behind it',
      Buffer.concat([post(2, { id: 'a' }), Buffer.alloc(3)]),
      'UNDECODABLE',
    ],
  ])('refuse %s', async (_what, value, reason) => {
    const { read } = setUp();
    await expect(read(value)).rejects.toMatchObject({ name: 'DecodeError', reason });
  });

  it('ask for an unknown id again after a minute: it may have been registered since', async () => {
    let answer: Type | null = null;
    const { decoders, read, asked, clock } = setUp(() => Promise.resolve(answer));
    const value = wire(7, OURS.toBuffer({ id: 'a', text: 'hi' }));
    await decoders.load('tweets-raw', [value]);
    await decoders.load('tweets-raw', [value]);
    answer = OURS;
    await clock.advance(59_999);
    await expect(read(value)).rejects.toMatchObject({ reason: 'UNKNOWN_SCHEMA_ID' });
    await clock.advance(1);
    expect(await read(value)).toEqual({ id: 'a', text: 'hi' });
    expect(asked).toEqual([7, 7]);
  });

  it('wait, before anything is decoded, for a version of ours that knows every field', async () => {
    const { decoders } = setUp();
    const newer = decoders.load('tweets-raw', [
      post(1, { id: 'a', text: 't' }),
      post(3, { id: 'b', mood: 'x' }),
    ]);
    await expect(newer).rejects.toMatchObject({ code: 'SCHEMA_NEWER', retriable: true });
    await expect(newer).rejects.toThrow('mood');
  });

  it('pass on that the registry is away, and keep nothing of it', async () => {
    let isAway = true;
    const away = new PipelineError('REGISTRY_UNAVAILABLE', 'looking up', { retriable: true });
    const { read } = setUp((schemaId) => (isAway ? Promise.reject(away) : known(schemaId)));
    const value = post(1, { id: 'a', text: 'hi' });
    await expect(read(value)).rejects.toBe(away);
    isAway = false;
    expect(await read(value)).toEqual({ id: 'a', text: 'hi' });
  });
});
