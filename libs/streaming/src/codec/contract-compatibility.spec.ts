import { Type } from 'avsc';
import { RECORD_NAMES, schemaVersions, type AvroSchema } from '@tdp/contracts';
import { findIncompatibilities } from './full-transitive';

const record = (name: string, fields: readonly object[]): AvroSchema => ({ type: 'record', name, fields });
const id = { name: 'id', type: 'string' };

describe('FULL_TRANSITIVE compatibility of the contracts', () => {
  it.each(RECORD_NAMES)('every version of %s reads and is read by every other', (name) => {
    expect(findIncompatibilities(schemaVersions(name))).toEqual([]);
  });

  it.each(RECORD_NAMES)('%s fills every field that has a default', (name) => {
    for (const schema of schemaVersions(name)) {
      expect(() => Type.forSchema(schema as Parameters<typeof Type.forSchema>[0])).not.toThrow();
    }
  });

  it.each([
    ['a new field without a default', [id], [id, { name: 'a', type: 'string' }]],
    ['a removed field without a default', [id, { name: 'a', type: 'string' }], [id]],
    [
      'another type',
      [id, { name: 'a', type: 'int', default: 0 }],
      [id, { name: 'a', type: 'string', default: '' }],
    ],
    ['a widened type', [{ name: 'a', type: 'int' }], [{ name: 'a', type: 'long' }]],
    [
      'a field that stops being nullable',
      [{ name: 'a', type: ['null', 'string'] }],
      [{ name: 'a', type: 'string' }],
    ],
  ])('refuses %s', (_what, before, after) => {
    expect(findIncompatibilities([record('R', before), record('R', after)])).not.toEqual([]);
  });

  it('allows a new nullable field with a default', () => {
    const added = { name: 'a', type: ['null', 'string'], default: null };
    expect(findIncompatibilities([record('R', [id]), record('R', [id, added])])).toEqual([]);
  });

  it('compares with all earlier versions, not only the last', () => {
    const optional = { name: 'a', type: 'int', default: 0 };
    const versions = [
      record('R', [id, optional]),
      record('R', [id]),
      record('R', [id, { ...optional, type: 'long' }]),
    ];
    expect(findIncompatibilities(versions)).toEqual([expect.stringContaining('version 1')]);
  });
});
