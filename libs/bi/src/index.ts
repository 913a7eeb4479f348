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
export type { Chart, Condition, Dashboard, Grouping, Mark, Value } from './dashboards/dashboard';
export { DASHBOARDS } from './dashboards/subjects';
export { biDictionary } from './generate/bi-dictionary';
export { chartColumns, chartSql, groupingsOf, isGrouped } from './generate/chart-sql';
export { trinoSchemaOf, type TrinoField, type TrinoSchema } from './generate/trino-schema';
export { BSON_TYPES, viewOf, type View } from './generate/view-pipeline';
export { slugOf, supersetAssets, type SupersetOptions } from './superset/assets';
export { uuidOf as supersetUuid } from './superset/identity';
