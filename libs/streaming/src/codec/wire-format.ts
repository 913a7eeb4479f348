/** Bytes before the Avro body: magic byte 0 and the schema id as 4 bytes, big-endian. */
export const HEADER_BYTES = 5;

const MAGIC = 0;

/** Writes the Confluent wire format header at the start of a buffer. */
export function writeHeader(target: Buffer, schemaId: number): void {
  target.writeUInt8(MAGIC, 0);
  target.writeUInt32BE(schemaId, 1);
}

/** The writer's schema id, or a sentence saying why the bytes are not in the wire format. */
export function readSchemaId(value: Buffer): number | string {
  if (value.length < HEADER_BYTES) {
    return `the value has ${value.length} bytes; the wire format needs at least ${HEADER_BYTES}`;
  }
  if (value[0] !== MAGIC) {
    return `the value starts with byte ${String(value[0])}, not with magic byte 0`;
  }
  return value.readUInt32BE(1);
}
