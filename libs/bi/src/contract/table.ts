/** What a column holds; each has one BSON type in the views and one type in Trino. */
export type ColumnType = 'string' | 'long' | 'double' | 'boolean' | 'timestamp' | 'date';

/** What the number or text is good for in an analysis: to group and filter by, or to calculate with. */
export type ColumnRole = 'dimension' | 'measure';

/** What a place is told by, for maps. */
export type GeoRole = 'latitude' | 'longitude' | 'country_code' | 'country_name';

/** What a tool does with a measure unless it is told otherwise. */
export type Aggregation = 'sum' | 'average' | 'minimum' | 'maximum';

/** A value of MongoDB's aggregation language. */
export type Expression = string | number | boolean | null | readonly Expression[] | ExpressionObject;
export interface ExpressionObject {
  readonly [operator: string]: Expression;
}

/** Where a column's value comes from. */
export interface Source {
  /** Fields of the base collection that are read, by their paths; of an unwound array those of the item. */
  readonly paths: readonly string[];
  /** The expression over them; absent: the field itself. */
  readonly expression?: Expression;
}

export interface Column {
  /** snake_case: SQL engines lower-case what is written otherwise. */
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable: boolean;
  readonly role: ColumnRole;
  readonly geoRole: GeoRole | null;
  /** Null for a dimension. */
  readonly aggregation: Aggregation | null;
  /** With its unit; ends with a full stop. */
  readonly description: string;
  readonly source: Source;
}

export interface Table {
  readonly name: string;
  /** One row per what. */
  readonly description: string;
  /** The collection that it is a view of. */
  readonly collection: string;
  /** The documents of it that are meant, by their fields; absent: all. */
  readonly match?: ExpressionObject;
  /** An array of its documents: one row per item, instead of one per document. */
  readonly unwind: string | null;
  /** What is computed of other documents before the columns are taken; absent: nothing. */
  readonly stages?: readonly ExpressionObject[];
  /** The columns that tell a row from every other one. */
  readonly key: readonly string[];
  readonly columns: readonly Column[];
}
