import type { Aggregation, Column, ColumnType, GeoRole } from '../../contract/table';
import { element, type Element } from './xml';

/** Types of Tableau, and the codes of OLE DB that stand for what is remote. */
export const TYPES: Readonly<
  Record<ColumnType, { readonly data: string; readonly remote: number; readonly dimension: string }>
> = {
  string: { data: 'string', remote: 129, dimension: 'nominal' },
  long: { data: 'integer', remote: 20, dimension: 'ordinal' },
  double: { data: 'real', remote: 5, dimension: 'ordinal' },
  boolean: { data: 'boolean', remote: 11, dimension: 'nominal' },
  timestamp: { data: 'datetime', remote: 135, dimension: 'ordinal' },
  date: { data: 'date', remote: 133, dimension: 'ordinal' },
};
const GEO_ROLES: Readonly<Record<GeoRole, string>> = {
  latitude: '[Geographical].[Latitude]',
  longitude: '[Geographical].[Longitude]',
  country_code: '[Country].[ISO3166_2]',
  country_name: '[Country].[Name]',
};
export const AGGREGATIONS: Readonly<Record<Aggregation, string>> = {
  ...{ sum: 'Sum', average: 'Avg', minimum: 'Min', maximum: 'Max' },
};

/** A field's own element; a sheet repeats it without the description. */
export function fieldElement(column: Column, field: string, caption: string, isDescribed: boolean): Element {
  const { type, role, aggregation, geoRole, description } = column;
  const attributes = {
    aggregation: aggregation === null ? null : AGGREGATIONS[aggregation],
    caption,
    datatype: TYPES[type].data,
    name: `[${field}]`,
    role,
    'semantic-role': geoRole === null ? null : GEO_ROLES[geoRole],
    type: role === 'measure' ? 'quantitative' : TYPES[type].dimension,
  };
  const text = element('desc', {}, [element('formatted-text', {}, [element('run', {}, [description])])]);
  return element('column', attributes, isDescribed ? [text] : []);
}
