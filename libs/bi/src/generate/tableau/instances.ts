import type { Column } from '../../contract/table';
import type { Grouping, Value } from '../../dashboards/dashboard';
import { captionOf, fieldOf, type Model } from './model';
import { fieldElement } from './field-element';
import { element, type Element } from './xml';

/** A field as a sheet uses it: grouped by, truncated, or aggregated. */
export interface Instance {
  /** With the brackets, without the data source. */
  readonly name: string;
  readonly element: Element;
  /** The field's own element. */
  readonly field: Element;
}

/** Its name, and the beginning of the name of a field that it made. */
type Derivation = readonly [name: string, prefix: string];
type Shape = 'discrete' | 'continuous';

const GRAINS: Readonly<Record<'none' | 'hour' | 'day', Derivation>> = {
  none: ['None', 'none'],
  hour: ['Hour-Trunc', 'thr'],
  day: ['Day-Trunc', 'tdy'],
};
const AGGREGATES: Readonly<Record<Value['aggregate'], Derivation>> = {
  ...{ rows: ['Count', 'cnt'], known: ['Count', 'cnt'], distinct: ['CountD', 'ctd'], sum: ['Sum', 'sum'] },
  ...{ average: ['Avg', 'avg'], maximum: ['Max', 'max'], minimum: ['Min', 'min'] },
};
const FORMULAS = {
  ...{ rows: 'COUNT', known: 'COUNT', distinct: 'COUNTD', sum: 'SUM' },
  ...{ average: 'AVG', maximum: 'MAX', minimum: 'MIN' },
} as const;

/** Fields of one table of a model, by the names of its columns. */
export interface Fields {
  group(grouping: Pick<Grouping, 'column' | 'grain'>, shape: Shape): Instance;
  value(value: Pick<Value, 'aggregate' | 'column'>, shape: Shape): Instance;
  /** As formulas write it: [like_count]. @throws Error when the table has no such column */
  reference(column: string): string;
  /** A value in a formula: SUM([like_count]). */
  formula(value: Pick<Value, 'aggregate' | 'column'>): string;
}

/** Count of rows is count of the key's first column, which is never null. */
export function fieldsOf(model: Model, tableName: string): Fields {
  const table = model.tables.find(({ name }) => name === tableName);
  const find = (name: string): Column => {
    const column = table?.columns.find((each) => each.name === name);
    if (column === undefined) {
      throw new Error(`${model.name} has no ${tableName}.${name}`);
    }
    return column;
  };
  const counted = (column: string | null): Column => find(column ?? table?.key[0] ?? '');

  function instance(column: Column, [derivation, prefix]: Derivation, shape: Shape): Instance {
    const field = fieldOf(model, tableName, column.name);
    const isText = column.type === 'string' || column.type === 'boolean';
    const isCount = prefix === 'cnt' || prefix === 'ctd';
    const type = shape === 'continuous' ? 'quantitative' : isText && !isCount ? 'nominal' : 'ordinal';
    const name = `[${prefix}:${field}:${{ quantitative: 'qk', nominal: 'nk', ordinal: 'ok' }[type]}]`;
    const caption =
      field === column.name ? captionOf(column.name) : `${captionOf(column.name)} (${captionOf(tableName)})`;
    return {
      name,
      element: element('column-instance', { column: `[${field}]`, derivation, name, pivot: 'key', type }),
      field: fieldElement(column, field, caption, false),
    };
  }
  const reference = (column: string): string => `[${fieldOf(model, tableName, find(column).name)}]`;
  return {
    reference,
    group: ({ column, grain }, shape) => instance(find(column), GRAINS[grain ?? 'none'], shape),
    value: ({ aggregate, column }, shape) => instance(counted(column), AGGREGATES[aggregate], shape),
    formula: ({ aggregate, column }) => `${FORMULAS[aggregate]}(${reference(counted(column).name)})`,
  };
}
