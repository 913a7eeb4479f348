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
export { rollupDictionary } from './generate/rollup-dictionary';
export { createHyperTable, hyperColumnsOf, type HyperColumn } from './generate/hyper-table';
export { literal, quoted } from './generate/sql';
export { extractDataSource, extractWorkbook, tableauFiles } from './generate/tableau/files';
export { trinoSchemaOf, type TrinoField, type TrinoSchema } from './generate/trino-schema';
export { BSON_TYPES, viewOf, type View } from './generate/view-pipeline';
export {
  ROLLUP_COLLECTIONS,
  type RollupCollection,
  type RollupField,
  type RollupIndex,
} from './rollups/collections';
export { slugOf, supersetAssets, type SupersetOptions } from './superset/assets';
export { uuidOf as supersetUuid } from './superset/identity';
