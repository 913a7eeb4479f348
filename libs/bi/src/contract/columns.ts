import type { Aggregation, Column, ColumnType, Expression, GeoRole, Source } from './table';

type Details = Partial<Pick<Column, 'isNullable' | 'geoRole'>>;

/** Field of a document, or of several with the expression over them. */
export type From = string | { readonly paths: readonly string[]; readonly expression: Expression };

const toSource = (from: From): Source => (typeof from === 'string' ? { paths: [from] } : from);

/** A column to group and filter by. Null unless the details say that it never is. */
export function dimension(
  name: string,
  type: ColumnType,
  from: From,
  description: string,
  details: Details = {},
): Column {
  return {
    name,
    type,
    isNullable: details.isNullable ?? true,
    role: 'dimension',
    geoRole: details.geoRole ?? null,
    aggregation: null,
    description,
    source: toSource(from),
  };
}

/** A column to calculate with. */
export function measure(
  name: string,
  type: 'long' | 'double',
  aggregation: Aggregation,
  from: From,
  description: string,
  details: Details = {},
): Column {
  return { ...dimension(name, type, from, description, details), role: 'measure', aggregation };
}

/** A degree: tools take the average of several, the sum means nothing. */
export const degrees = (name: string, geoRole: GeoRole, from: From, description: string): Column => ({
  ...measure(name, 'double', 'average', from, description),
  geoRole,
});

export const REQUIRED: Details = { isNullable: false };
