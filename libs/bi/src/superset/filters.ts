import type { Table } from '../contract/table';
import type { Dashboard } from '../dashboards/dashboard';
import { titleOf } from './datasets';
import { uuidOf } from './identity';

/** Filters of a page: each acts on the charts whose table has its column. */
export function nativeFilters(
  { name, charts, filters }: Dashboard,
  tables: readonly Table[],
  timeRange: string | null,
): readonly object[] {
  const tableOf = (wanted: string) => tables.find((table) => table.name === wanted);
  const columnOf = (table: string, column: string) =>
    tableOf(table)?.columns.find((each) => each.name === column);
  const has = (table: string, column: string): boolean => columnOf(table, column) !== undefined;
  return filters.map((column) => {
    const having = charts.map(({ table }) => table).filter((table) => has(table, column));
    // The values of all posts, not only of those that have a part.
    const from = having.find((table) => tableOf(table)?.unwind === null) ?? having[0] ?? '';
    const { type, description = '' } = columnOf(from, column) ?? {};
    const common = {
      id: `NATIVE_FILTER-${name}-${column}`,
      type: 'NATIVE_FILTER',
      description,
      cascadeParentIds: [],
      scope: {
        rootPath: ['ROOT_ID'],
        excluded: charts.flatMap(({ table }, index) => (has(table, column) ? [] : [index + 1])),
      },
    };
    return type === 'timestamp' || type === 'date'
      ? { ...common, ...byTime(timeRange) }
      : { ...common, ...byValue(from, column) };
  });
}

/** `timeRange`: what is chosen when a page is opened; null: everything. */
const byTime = (timeRange: string | null): object => ({
  name: 'When',
  filterType: 'filter_time',
  targets: [{}],
  controlValues: { enableEmptyFilter: false },
  defaultDataMask:
    timeRange === null
      ? { extraFormData: {}, filterState: {} }
      : { extraFormData: { time_range: timeRange }, filterState: { value: timeRange } },
});

const byValue = (table: string, column: string): object => ({
  name: titleOf(column),
  filterType: 'filter_select',
  targets: [{ datasetUuid: uuidOf('dataset', table), column: { name: column } }],
  controlValues: {
    multiSelect: true,
    enableEmptyFilter: false,
    defaultToFirstItem: false,
    inverseSelection: false,
    searchAllOptions: true,
  },
  defaultDataMask: { extraFormData: {}, filterState: {}, ownState: {} },
});
