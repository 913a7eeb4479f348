import { findNewFields } from './new-fields';
import { typeOf } from './record-types';

const field = (name: string, type: unknown = 'string') => ({ name, type });
const record = (name: string, ...fields: object[]) => ({ type: 'record', name, namespace: 'a.b', fields });
const array = (items: unknown) => ({ type: 'array', items });
const find = (writer: object, reader: object): readonly string[] =>
  findNewFields(typeOf(writer as never), typeOf(reader as never));

describe('findNewFields', () => {
  const post = record('Post', field('id'), field('next', ['null', 'Post']));

  it('finds none in the same version, nor where the reader knows more', () => {
    expect(find(post, post)).toEqual([]);
    expect(find(record('Post', field('id')), post)).toEqual([]);
  });

  it('finds what is new at the top, and once in a record that contains itself', () => {
    const newer = record(
      'Post',
      field('id'),
      field('next', ['null', 'Post']),
      field('mood', ['null', 'string']),
    );
    expect(find(newer, post)).toEqual(['Post.mood']);
  });

  it.each([
    ['a record', (inner: object) => inner],
    ['a nullable record', (inner: object) => ['null', inner]],
    ['a list of records', array],
    ['a nullable list of nullable records', (inner: object) => ['null', array(['null', inner])]],
    ['a map of records', (inner: object) => ({ type: 'map', values: inner })],
  ])('finds what is new deep inside %s', (_what, around) => {
    const within = (...fields: object[]) =>
      record('Outer', field('part', around(record('Part', field('deep', record('Deep', ...fields))))));
    expect(find(within(field('a'), field('b')), within(field('a')))).toEqual(['Deep.b']);
  });

  it('names the field that leads to a new record, not what is in it', () => {
    const newer = record(
      'Post',
      field('id'),
      field('reach', ['null', record('Reach', field('count', 'int'))]),
    );
    expect(find(newer, record('Post', field('id')))).toEqual(['Post.reach']);
  });
});
