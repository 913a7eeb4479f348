import { cellsOf, type Cell } from './cells';
import type { Facts } from './facts';
import { addTo, isNothing, measuresOf, noSums, type Measures, type Sums } from './measures';

/** How long the times are that posts are counted in, UTC. */
export const GRAINS = ['hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

/** How a row changes. */
export interface RowChange {
  readonly id: string;
  readonly grain: Grain;
  /** The beginning of the hour or day. */
  readonly at: Date;
  readonly cell: Cell;
  readonly added: Measures;
}

/** What a batch changes in the rows: of each post what it counted for is taken away, and what it counts for now added. */
export interface RowChanges {
  add(facts: Facts, sign: 1 | -1): void;
  /** Rows that change in the end. */
  list(): readonly RowChange[];
}

/** Creates it, empty. */
export function createRowChanges(): RowChanges {
  const changes = new Map<string, RowChange & { readonly added: Sums }>();
  return {
    add(facts, sign) {
      const measures = measuresOf(facts);
      const cells = cellsOf(facts);
      for (const grain of GRAINS) {
        const at = beginningOf(grain, facts.createdAt);
        for (const cell of cells) {
          const id = rowId(grain, at, cell);
          let change = changes.get(id);
          if (change === undefined) {
            change = { id, grain, at, cell, added: noSums() };
            changes.set(id, change);
          }
          addTo(change.added, measures, sign);
        }
      }
    },
    list: () => [...changes.values()].filter(({ added }) => !isNothing(added)),
  };
}

function beginningOf(grain: Grain, instant: Date): Date {
  const at = new Date(instant);
  if (grain === 'hour') {
    at.setUTCMinutes(0, 0, 0);
  } else {
    at.setUTCHours(0, 0, 0, 0);
  }
  return at;
}

const LENGTH_OF_TIME: Readonly<Record<Grain, number>> = {
  hour: '2026-01-15T10'.length,
  day: '2026-01-15'.length,
};

/** dimension/time/key, the second key of a pair after another slash; as hashtag/2026-01-15T10/berlin. */
function rowId(grain: Grain, at: Date, { dimension, key, otherKey }: Cell): string {
  const time = at.toISOString().slice(0, LENGTH_OF_TIME[grain]);
  const other = otherKey === '' ? '' : `/${escaped(otherKey)}`;
  return `${dimension}/${time}/${escaped(key)}${other}`;
}

/** Slashes part an id, so there is none in a key. */
const escaped = (key: string): string => key.replaceAll('%', '%25').replaceAll('/', '%2F');
