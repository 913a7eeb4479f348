import { element, type Element } from './xml';

const MARKED = {
  'user:ui-domain': 'database',
  'user:ui-enumeration': 'inclusive',
  'user:ui-marker': 'enumerate',
};
const ALL = { 'user:ui-enumeration': 'all', 'user:ui-marker': 'enumerate' };

/** Filters of context act first: what is the largest is asked of what they leave. */
const CONTEXT = { context: true };

/** Only rows of which a field is true. */
export const onlyTrue = (column: string, level: string): Element =>
  element('filter', { class: 'categorical', column, ...CONTEXT }, [
    element('groupfilter', { function: 'member', level, member: 'true', ...MARKED }),
  ]);

/** Shown on the dashboard to choose values of; the same group acts on all of its sheets. */
export const chooser = (column: string, level: string, group: number): Element =>
  element('filter', { class: 'categorical', column, ...CONTEXT, 'filter-group': group }, [
    element('groupfilter', { function: 'level-members', level, ...ALL }),
  ]);

/** The same for a time. */
export const timeChooser = (column: string, group: number): Element =>
  element('filter', {
    ...{ class: 'quantitative', column, ...CONTEXT, 'filter-group': group, 'included-values': 'all' },
  });

/** Groups of which a value is so much at least. */
export const atLeast = (column: string, value: number): Element =>
  element('filter', { class: 'quantitative', column, 'included-values': 'in-range' }, [
    element('min', {}, [String(value)]),
  ]);

/** The first so many members by an expression. */
export const first = (
  column: string,
  level: string,
  {
    count,
    expression,
    direction,
  }: { readonly count: number; readonly expression: string; readonly direction: 'ASC' | 'DESC' },
): Element =>
  element('filter', { class: 'categorical', column }, [
    element(
      'groupfilter',
      {
        ...{ count, end: 'top', function: 'end', units: 'records' },
        ...{ 'user:ui-marker': 'end', 'user:ui-top-by-field': true },
      },
      [
        element('groupfilter', { direction, expression, function: 'order', 'user:ui-marker': 'order' }, [
          element('groupfilter', { function: 'level-members', level, ...ALL }),
        ]),
      ],
    ),
  ]);
