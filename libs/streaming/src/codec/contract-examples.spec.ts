import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Type } from 'avsc';
import { latestSchema, RECORD_NAMES, type RecordName } from '@tdp/contracts';

const EXAMPLES = path.join(__dirname, '../../../contracts/examples');

const typeOf = (name: RecordName): Type =>
  Type.forSchema(latestSchema(name) as Parameters<typeof Type.forSchema>[0], { omitRecordMethods: true });

const examples = RECORD_NAMES.flatMap((name) =>
  readdirSync(path.join(EXAMPLES, name)).map((file) => ({
    name,
    file,
    expected: file.startsWith('valid-'),
    value: JSON.parse(readFileSync(path.join(EXAMPLES, name, file), 'utf8')) as unknown,
  })),
);

describe('examples of the contracts', () => {
  it.each(examples)('$name/$file', ({ name, value, expected }) => {
    const type = typeOf(name);
    let encodes = true;
    try {
      // toBuffer fills defaults in, as our codec does; isValid would ask for them.
      type.fromBuffer(type.toBuffer(value));
    } catch {
      encodes = false;
    }
    expect(encodes).toBe(expected);
  });

  it.each(RECORD_NAMES)('%s has at least one valid and one invalid example', (name) => {
    const kinds = new Set(
      examples.filter((example) => example.name === name).map(({ expected }) => expected),
    );
    expect(kinds).toEqual(new Set([true, false]));
  });
});
