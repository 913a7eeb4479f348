import { HEADER_BYTES, readSchemaId, writeHeader } from './wire-format';

describe('wire format', () => {
  it.each([0, 1, 255, 65_536, 4_294_967_295])('reads back schema id %d', (id) => {
    const buffer = Buffer.alloc(HEADER_BYTES);
    writeHeader(buffer, id);
    expect(readSchemaId(buffer)).toBe(id);
  });

  it('is the Confluent header: magic byte 0, then the id big-endian', () => {
    const buffer = Buffer.alloc(HEADER_BYTES);
    writeHeader(buffer, 258);
    expect(buffer.toString('hex')).toBe('0000000102');
  });

  it.each([0, 1, 4])('says what is wrong with a value of %d bytes', (length) => {
    expect(readSchemaId(Buffer.alloc(length))).toContain(`the value has ${length} bytes`);
  });

  it('says what is wrong with another magic byte', () => {
    expect(readSchemaId(Buffer.from('{"id":1}'))).toContain('starts with byte 123');
  });
});
