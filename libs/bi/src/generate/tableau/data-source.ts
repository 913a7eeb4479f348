import type { Column, Table } from '../../contract/table';
import { AGGREGATIONS, fieldElement, TYPES } from './field-element';
import { objectIdOf } from './ids';
import { captionOf, fieldOf, type Model } from './model';
import type { Place } from './places';
import { element, type Element } from './xml';

/** What a workbook or data source of 2020.2 or later declares: tables are related, and not joined. */
export const MANIFEST = element('document-format-change-manifest', {}, [
  element('ObjectModelEncapsulateLegacy'),
  element('ObjectModelTableType'),
  element('SchemaViewerObjectModel'),
]);

/** The data source of a model at a place; in a file of its own it has a manifest and no name. Sheets may compute fields of it. */
export function dataSource(
  model: Model,
  place: Place,
  { isFile, computed = [] }: { readonly isFile: boolean; readonly computed?: readonly Element[] },
): Element {
  const { name, caption, tables } = model;
  const connection = element('connection', { class: 'federated' }, [
    element('named-connections', {}, [
      element('named-connection', { caption: place.caption, name: place.name }, [place.connection]),
    ]),
    tables.length === 1
      ? relationOf(tables[0] as Table, place)
      : element(
          'relation',
          { type: 'collection' },
          tables.map((table) => relationOf(table, place)),
        ),
    element(
      'cols',
      {},
      eachColumn(model, (table, column, field) =>
        element('map', { key: `[${field}]`, value: `[${table.name}].[${column.name}]` }),
      ),
    ),
    element('metadata-records', {}, eachColumn(model, recordOf)),
  ]);
  return element(
    'datasource',
    isFile
      ? { 'formatted-name': name, inline: true, version: '18.1', 'xmlns:user': USER }
      : { caption, inline: true, name, version: '18.1' },
    [
      ...(isFile ? [MANIFEST] : []),
      connection,
      element('aliases', { enabled: 'yes' }),
      ...eachColumn(model, columnOf),
      ...tables.map(objectColumn),
      ...computed,
      element(
        'folders-common',
        {},
        tables.map((table) => folderOf(model, table)),
      ),
      element('layout', {
        'dim-ordering': 'alphabetic',
        'measure-ordering': 'alphabetic',
        'show-structure': true,
      }),
      objectGraph(model, place),
    ],
  );
}

export const USER = 'http://www.tableausoftware.com/xml/user';

const eachColumn = (
  model: Model,
  make: (table: Table, column: Column, field: string, ordinal: number) => Element,
): readonly Element[] =>
  model.tables
    .flatMap((table) => table.columns.map((column) => ({ table, column })))
    .map(({ table, column }, ordinal) =>
      make(table, column, fieldOf(model, table.name, column.name), ordinal),
    );

const relationOf = ({ name }: Table, place: Place): Element =>
  element('relation', { connection: place.name, name, table: `[${place.schema}].[${name}]`, type: 'table' });

function recordOf(
  table: Table,
  { name, type, isNullable, aggregation }: Column,
  field: string,
  ordinal: number,
): Element {
  const { data, remote } = TYPES[type];
  const aggregated =
    aggregation === null
      ? type === 'timestamp' || type === 'date'
        ? 'Year'
        : 'Count'
      : AGGREGATIONS[aggregation];
  return element('metadata-record', { class: 'column' }, [
    element('remote-name', {}, [name]),
    element('remote-type', {}, [String(remote)]),
    element('local-name', {}, [`[${field}]`]),
    element('parent-name', {}, [`[${table.name}]`]),
    element('remote-alias', {}, [name]),
    element('ordinal', {}, [String(ordinal)]),
    element('local-type', {}, [data]),
    element('aggregation', {}, [aggregated]),
    element('contains-null', {}, [String(isNullable)]),
    element('object-id', {}, [`[${objectIdOf(table.name)}]`]),
  ]);
}

function columnOf(table: Table, column: Column, field: string): Element {
  return fieldElement(
    column,
    field,
    field === column.name ? captionOf(column.name) : `${captionOf(column.name)} (${captionOf(table.name)})`,
    true,
  );
}

/** A table as a field: what Tableau counts its rows by. */
const objectColumn = ({ name }: Table): Element =>
  element('column', {
    ...{ caption: captionOf(name), datatype: 'table' },
    ...{
      name: `[__tableau_internal_object_id__].[${objectIdOf(name)}]`,
      role: 'measure',
      type: 'quantitative',
    },
  });

const folderOf = (model: Model, { name, columns }: Table): Element =>
  element(
    'folder',
    { name: captionOf(name) },
    columns.map((column) =>
      element('folder-item', { name: `[${fieldOf(model, name, column.name)}]`, type: 'field' }),
    ),
  );

function objectGraph(model: Model, place: Place): Element {
  const objects = model.tables.map((table) =>
    element('object', { caption: captionOf(table.name), id: objectIdOf(table.name) }, [
      element('properties', { context: '' }, [relationOf(table, place)]),
    ]),
  );
  const relationships = model.relations.map(({ from, column, to, toColumn }) =>
    element('relationship', {}, [
      element('expression', { op: '=' }, [
        element('expression', { op: `[${fieldOf(model, from, column)}]` }),
        element('expression', { op: `[${fieldOf(model, to, toColumn)}]` }),
      ]),
      element('first-end-point', { 'object-id': objectIdOf(from) }),
      element('second-end-point', { 'object-id': objectIdOf(to) }),
    ]),
  );
  return element('object-graph', {}, [
    element('objects', {}, objects),
    element('relationships', {}, relationships),
  ]);
}
