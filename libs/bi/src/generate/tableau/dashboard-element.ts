import type { Dashboard } from '../../dashboards/dashboard';
import { uuidOf } from './ids';
import { formatted, type Sheet } from './worksheet';
import { element, type Element } from './xml';

/** Zones are placed in a space of its own, whatever the size in pixels. */
const WHOLE = 100_000;
const WIDTH = 1_400;
const HEIGHT = 1_100;
const TITLE = 6_000;
const FILTERS = 9_000;
const NUMBERS = 12_000;
const BOTTOM = 25_000;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A dashboard: its question, what to choose by, numbers, charts two abreast, and the posts behind them. */
export function dashboardOf(dashboard: Dashboard, sheets: readonly Sheet[]): Element {
  const [last] = sheets.slice(-1);
  const numbers = sheets.filter(({ chart }) => chart.mark === 'number');
  const charts = sheets.filter((sheet) => sheet !== last && !numbers.includes(sheet));
  const choosers = choosersOf(sheets);
  const numbersHeight = numbers.length === 0 ? 0 : NUMBERS;
  const top = TITLE + FILTERS + numbersHeight;
  const inner = [
    text(`${dashboard.title}: ${dashboard.question}`, { x: 0, y: 0, w: WHOLE, h: TITLE }),
    ...across(choosers, TITLE, FILTERS).map(([{ sheet, column }, box]) =>
      zone(box, {
        ...{ name: sheet.chart.name, param: column, 'type-v2': 'filter' },
        // A time has its own: from when to when.
        ...(column.endsWith(':qk]') ? {} : { mode: 'checkdropdown' }),
      }),
    ),
    ...across(numbers, TITLE + FILTERS, NUMBERS).map(([sheet, box]) => sheetZone(sheet, box)),
    ...rowsOf(charts, top, WHOLE - BOTTOM - top).map(([sheet, box]) => sheetZone(sheet, box)),
    ...(last === undefined ? [] : [sheetZone(last, { x: 0, y: WHOLE - BOTTOM, w: WHOLE, h: BOTTOM })]),
  ];
  const numbered = inner.map((make, index) => make(index + 2));
  return element('dashboard', { name: dashboard.title }, [
    element('style'),
    element('size', { maxheight: HEIGHT, maxwidth: WIDTH, minheight: HEIGHT, minwidth: WIDTH }),
    element('zones', {}, [
      element('zone', { h: WHOLE, id: 1, 'type-v2': 'layout-basic', w: WHOLE, x: 0, y: 0 }, numbered),
    ]),
    element('simple-id', { uuid: uuidOf(`dashboard ${dashboard.name}`) }),
  ]);
}

/** Each field once, on the first sheet that can be chosen by it. */
function choosersOf(sheets: readonly Sheet[]): readonly { readonly sheet: Sheet; readonly column: string }[] {
  const found = new Map<string, Sheet>();
  for (const sheet of sheets) {
    for (const column of sheet.choosers) {
      found.set(column, found.get(column) ?? sheet);
    }
  }
  return [...found].map(([column, sheet]) => ({ sheet, column }));
}

function across<T>(items: readonly T[], y: number, h: number): readonly (readonly [T, Box])[] {
  const w = Math.floor(WHOLE / Math.max(1, items.length));
  return items.map((item, index) => [item, { x: index * w, y, w, h }]);
}

function rowsOf<T>(items: readonly T[], y: number, height: number): readonly (readonly [T, Box])[] {
  const rows = Math.ceil(items.length / 2);
  const h = Math.floor(height / Math.max(1, rows));
  return items.map((item, index) => {
    // The last one has its row alone where they are odd.
    const isAlone = index === items.length - 1 && items.length % 2 === 1;
    return [
      item,
      { x: (index % 2) * (WHOLE / 2), y: y + Math.floor(index / 2) * h, w: isAlone ? WHOLE : WHOLE / 2, h },
    ];
  });
}

type Numbered = (id: number) => Element;

const zone =
  (
    box: Box,
    attributes: Readonly<Record<string, string | boolean>>,
    children: readonly Element[] = [],
  ): Numbered =>
  (id) =>
    element('zone', { ...box, id, ...attributes }, children);
const sheetZone = ({ chart }: Sheet, box: Box): Numbered =>
  zone(box, { name: chart.name, 'show-title': true });
const text = (words: string, box: Box): Numbered => zone(box, { 'type-v2': 'text' }, [formatted(words)]);
