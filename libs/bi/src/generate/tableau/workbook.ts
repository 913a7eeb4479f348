import type { Table } from '../../contract/table';
import type { Dashboard } from '../../dashboards/dashboard';
import { dashboardOf } from './dashboard-element';
import { dataSource, MANIFEST, USER } from './data-source';
import { uuidOf } from './ids';
import { modelsOf } from './model';
import type { Place } from './places';
import { worksheetOf, type Sheet } from './worksheet';
import { element, type Element } from './xml';

/** Only a table of posts has an address to open. */
const ADDRESS = 'url';

/** A workbook whose dashboards are those of the contract, over the tables at a place. */
export function workbook(tables: readonly Table[], dashboards: readonly Dashboard[], place: Place): Element {
  const models = modelsOf(tables);
  const pages = dashboards.map((dashboard, page) => {
    // A number tells which sheets a filter acts on: those of its dashboard.
    const groups = new Map(dashboard.filters.map((column, index) => [column, page * 100 + index + 1]));
    return {
      dashboard,
      sheets: dashboard.charts.map((chart) => worksheetOf(chart, dashboard, models, groups)),
    };
  });
  const sheets = pages.flatMap((page) => page.sheets);
  const used = models.filter((model) => sheets.some((sheet) => sheet.model === model));
  return element(
    'workbook',
    {
      ...{ 'original-version': '18.1', 'source-build': '0.0.0 (0000.0.0.0)', 'source-platform': 'win' },
      ...{ version: '18.1', 'xmlns:user': USER },
    },
    [
      MANIFEST,
      element('preferences'),
      element(
        'datasources',
        {},
        used.map((model) => {
          const computed = sheets.filter((sheet) => sheet.model === model).flatMap((sheet) => sheet.computed);
          return dataSource(model, place, { isFile: false, computed });
        }),
      ),
      element(
        'actions',
        {},
        pages.flatMap(({ dashboard, sheets: own }) => actionsOf(dashboard, own)),
      ),
      element(
        'worksheets',
        {},
        sheets.map((sheet) => sheet.element),
      ),
      element(
        'dashboards',
        {},
        pages.map(({ dashboard, sheets: own }) => dashboardOf(dashboard, own)),
      ),
      element('windows', {}, [
        ...pages.map((page, index) => dashboardWindow(page.dashboard, page.sheets, index === 0)),
        ...sheets.map(sheetWindow),
      ]),
    ],
  );
}

/** What is chosen in a chart is what the others of its dashboard show; a post opens on X. */
function actionsOf(dashboard: Dashboard, sheets: readonly Sheet[]): readonly Element[] {
  return sheets.flatMap((sheet) => {
    const { chart, reference } = sheet;
    const source = element('source', { dashboard: dashboard.title, type: 'sheet', worksheet: chart.name });
    if (chart.groupings.some(({ column }) => column === ADDRESS)) {
      return [
        element('action', { caption: 'Open on X', name: `[open ${chart.name}]` }, [
          element('activation', { type: 'explicit' }),
          source,
          element(
            'link',
            {
              ...{
                caption: 'Open on X',
                delimiter: ',',
                escape: '\\',
                expression: `<${reference(ADDRESS)}~na>`,
              },
              ...{ 'include-null': false, 'multi-select': false, 'url-escape': false },
            },
            [element('url-action-type', {}, ['browser'])],
          ),
        ]),
      ];
    }
    return chart.groupings.length === 0 || !isLinked(sheet)
      ? []
      : [
          element('action', { caption: `Only this: ${chart.title}`, name: `[filter ${chart.name}]` }, [
            element('activation', { 'auto-clear': true, type: 'on-select' }),
            source,
            element('command', { command: 'tsc:tsl-filter' }, [
              element('param', { name: 'special-fields', value: 'all' }),
              element('param', { name: 'target', value: dashboard.title }),
            ]),
          ]),
        ];
  });
}

/** A table that stands alone has no field that another chart could be filtered by. */
const isLinked = ({ model }: Sheet): boolean => model.relations.length > 0;

function dashboardWindow({ name, title }: Dashboard, sheets: readonly Sheet[], isFirst: boolean): Element {
  return element('window', { class: 'dashboard', maximized: isFirst ? true : null, name: title }, [
    element(
      'viewpoints',
      {},
      sheets.map(({ chart }) => element('viewpoint', { name: chart.name })),
    ),
    element('active', { id: -1 }),
    element('simple-id', { uuid: uuidOf(`window dashboard ${name}`) }),
  ]);
}

const sheetWindow = ({ chart }: Sheet): Element =>
  element('window', { class: 'worksheet', hidden: true, name: chart.name }, [
    element('cards', {}, [
      element('edge', { name: 'left' }, [
        element('strip', { size: 160 }, [
          element('card', { type: 'pages' }),
          element('card', { type: 'filters' }),
          element('card', { type: 'marks' }),
        ]),
      ]),
      element('edge', { name: 'top' }, [
        element('strip', { size: 31 }, [element('card', { type: 'columns' })]),
        element('strip', { size: 31 }, [element('card', { type: 'rows' })]),
      ]),
    ]),
    element('simple-id', { uuid: uuidOf(`window ${chart.name}`) }),
  ]);
