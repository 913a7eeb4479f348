/** How a chart is drawn; each tool has one for it. */
export type Mark = 'lines' | 'stacked bars' | 'bars' | 'points' | 'number' | 'table';

/** A column to group by: an instant by the hour or day (UTC) that it is in. */
export interface Grouping {
  readonly column: string;
  readonly grain: 'hour' | 'day' | null;
  /** What its axis or its column of a table is called. */
  readonly title: string;
}

/** What is counted or summed up for each group. */
export interface Value {
  /** snake_case, once in its chart. */
  readonly name: string;
  readonly title: string;
  readonly aggregate: 'rows' | 'known' | 'distinct' | 'sum' | 'average' | 'maximum' | 'minimum';
  /** Null to count rows; of `known` the column that is not null in those that count. */
  readonly column: string | null;
}

/** A row is left out unless it holds. */
export interface Condition {
  readonly column: string;
  readonly is: 'known' | 'unknown' | 'equal' | 'not equal';
  /** Of an equality. */
  readonly value?: string | boolean;
}

/** One question and the picture that answers it, over one table of the contract. */
export interface Chart {
  /** kebab-case, once in all dashboards. */
  readonly name: string;
  readonly title: string;
  /** What it answers, and what it does not; ends with a full stop or a question mark. */
  readonly description: string;
  readonly table: string;
  readonly mark: Mark;
  /** The axis, the map's coordinates, or the columns of a table; none for a number. */
  readonly groupings: readonly Grouping[];
  /** One line or one part of a bar for each. */
  readonly series: Grouping | null;
  /** None for a table of rows as they are. */
  readonly values: readonly Value[];
  readonly where: readonly Condition[];
  /** Groups with less than so many of the first value are left out. */
  readonly atLeast: number | null;
  /** By a value or a grouping; an axis of time is in its own order. */
  readonly order: { readonly by: string; readonly direction: 'ascending' | 'descending' };
  /** The most rows that are shown; null: all. */
  readonly limit: number | null;
}

/** What opens on one subject. */
export interface Dashboard {
  /** kebab-case. */
  readonly name: string;
  readonly title: string;
  /** The question in a person's words. */
  readonly question: string;
  readonly charts: readonly Chart[];
  /** Columns to choose values of; they act on each chart whose table has them. */
  readonly filters: readonly string[];
}
