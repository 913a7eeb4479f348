import type { Chart, Condition } from '../../dashboards/dashboard';
import { groupingsOf } from '../chart-sql';
import type { Fields, Instance } from './instances';
import { element } from './xml';

/** A field that a sheet computes. */
function computed(name: string, caption: string, formula: string, type: 'boolean' | 'string'): Instance {
  const instance = `[none:${name}:nk]`;
  return {
    name: instance,
    element: element('column-instance', {
      ...{ column: `[${name}]`, derivation: 'None', name: instance, pivot: 'key', type: 'nominal' },
    }),
    field: element(
      'column',
      { caption, datatype: type, name: `[${name}]`, role: 'dimension', type: 'nominal' },
      [element('calculation', { class: 'tableau', formula })],
    ),
  };
}

const identifier = (chart: Chart, what: string): string =>
  `Calculation_${chart.name.replaceAll('-', '_')}_${what}`;

/** Whether a row is in the chart; null where every row is. */
export function shownField(chart: Chart, fields: Fields): Instance | null {
  return chart.where.length === 0
    ? null
    : computed(
        identifier(chart, 'shown'),
        `In ${chart.name}`,
        chart.where.map((condition) => formulaOf(condition, fields)).join(' AND '),
        'boolean',
      );
}

function formulaOf({ column, is, value = '' }: Condition, fields: Fields): string {
  const field = fields.reference(column);
  const literal = typeof value === 'string' ? `"${value.replaceAll('"', '\\"')}"` : String(value);
  switch (is) {
    case 'known':
      return `NOT ISNULL(${field})`;
    case 'unknown':
      return `ISNULL(${field})`;
    case 'equal':
      return `${field} = ${literal}`;
    case 'not equal':
      return `${field} <> ${literal}`;
  }
}

/** What the first so many are counted of: the group, of several columns all of them, of rows as they are the row's key. */
export function limitedField(chart: Chart, key: string, fields: Fields): Instance {
  const groups = groupingsOf(chart);
  if (chart.values.length === 0) {
    return fields.group({ column: key, grain: null }, 'discrete');
  }
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) {
    return fields.group(only, 'discrete');
  }
  const parts = groups.map(({ column }) => `IFNULL(STR(${fields.reference(column)}), "")`);
  return computed(identifier(chart, 'group'), `Group of ${chart.name}`, parts.join(' + " / " + '), 'string');
}
