export { CONTRACT_VERSION, TABLES } from './contract/contract';
export type {
  Aggregation,
  Column,
  ColumnRole,
  ColumnType,
  Expression,
  ExpressionObject,
  GeoRole,
  Source,
  Table,
} from './contract/table';
export { biDictionary } from './generate/bi-dictionary';
export { trinoSchemaOf, type TrinoField, type TrinoSchema } from './generate/trino-schema';
export { BSON_TYPES, viewOf, type View } from './generate/view-pipeline';
