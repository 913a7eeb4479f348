import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COLLECTIONS, type CollectionDescription } from '../write-models/collections';
import { describeFields } from '../write-models/document-schema';
import { dataDictionary } from './dictionary';
import { renderDictionary } from './render-dictionary';

const FILE = path.resolve(__dirname, '../../../../docs/data-dictionary.md');

it('is what docs/data-dictionary.md says: else run npm run dictionary:generate and commit the result', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(dataDictionary());
});

const render = (...collections: readonly CollectionDescription[]) =>
  renderDictionary({ collections, indexes: new Map([['things', [{ name: 'byName', keys: ['a', 'b'] }]]]) });
const things = (fields: Parameters<typeof describeFields>[0]): CollectionDescription => ({
  name: 'things',
  doc: 'One document per thing.',
  schema: describeFields(fields),
});
/** Rows without the white space that aligns them. */
const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replaceAll(/ +/g, ' '));

describe('a dictionary', () => {
  const part = {
    type: 'record',
    name: 'Part',
    doc: 'A part.',
    fields: [{ name: 'at', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }], doc: 'When.' }],
  };

  it('has the fields of what is inside by their paths, types as MongoDB names them', () => {
    const text = render(
      things([
        { name: '_id', type: 'string', doc: 'Of the thing.' },
        { name: 'part', type: ['null', part] },
        { name: 'tags', type: { type: 'array', items: 'string' }, doc: 'a | b, <i> & _id.' },
      ]),
    );
    expect(rows(text)).toEqual([
      '| `_id` | string | | Of the thing. |',
      '| `part` | object | yes | A part. |',
      '| `part.at` | date | yes | When. |',
      '| `tags` | array of string | | a \\| b, &lt;i> &amp; `_id`. |',
    ]);
    expect(text).toContain('Indexes: `byName` (a, b).');
  });

  it('describes once what is in two places', () => {
    const parts = { type: 'array', items: 'Part' };
    const text = render(
      things([
        { name: 'part', type: part },
        { name: 'parts', type: parts, doc: 'More.' },
      ]),
    );
    expect(rows(text)).toEqual([
      '| `part` | [Part](#part) | | A part. |',
      '| `parts` | array of [Part](#part) | | More. |',
      '| `at` | date | yes | When. |',
    ]);
  });

  it('has a meaning for everything', () => {
    expect(() => render(things([{ name: 'x', type: 'int' }]))).toThrow('nobody says what x means');
  });

  it('has every field of every collection', () => {
    const text = dataDictionary();
    for (const { name, schema } of COLLECTIONS.filter(({ like }) => like === undefined)) {
      const part = text.slice(text.indexOf(`## \`${name}\``));
      schema.fields.forEach((field) => expect(part).toContain(`| \`${field.name}\` `));
    }
  });
});
