import { isDeepStrictEqual } from 'node:util';
import { trinoSchemaOf, viewOf, type Table, type TrinoSchema, type View } from '@tdp/bi';

/** A view or collection that a database has. */
export interface Existing {
  readonly type: 'view' | 'collection';
  /** Of a view: what it reads, and how. */
  readonly viewOn?: string;
  readonly pipeline?: readonly unknown[];
}

/** What a database has of the tables. */
export interface Found {
  readonly collections: ReadonlyMap<string, Existing>;
  /** Documents of `_schema` by table; fields that are not ours may be among them. */
  readonly schemas: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** What one table needs. */
export interface TablePlan {
  readonly name: string;
  readonly view: View;
  readonly schema: TrinoSchema;
  readonly viewChange: 'create' | 'replace' | null;
  readonly writesSchema: boolean;
  /** What changes, for people: columns that come, go, or have another type. */
  readonly differences: readonly string[];
}

/**
 * Compares a database with the contract.
 * @throws Error naming collections that stand where a view must be: documents are nothing to be overwritten
 */
export function planModels(tables: readonly Table[], { collections, schemas }: Found): readonly TablePlan[] {
  const inTheWay = tables.filter(({ name }) => collections.get(name)?.type === 'collection');
  if (inTheWay.length > 0) {
    const names = inTheWay.map(({ name }) => name).join(', ');
    throw new Error(
      `${names}: there are collections of these names; rename or drop them, then run this again`,
    );
  }
  return tables.map((table) => {
    const view = viewOf(table);
    const schema = trinoSchemaOf(table);
    const existing = collections.get(table.name);
    const stored = schemas.get(table.name);
    return {
      name: table.name,
      view,
      schema,
      viewChange: viewChange(view, existing),
      writesSchema: !holds(stored, schema),
      differences: stored === undefined ? [] : differencesOf(schema, stored['fields']),
    };
  });
}

function viewChange({ collection, pipeline }: View, existing: Existing | undefined): TablePlan['viewChange'] {
  if (existing === undefined) {
    return 'create';
  }
  const isSame = existing.viewOn === collection && isDeepStrictEqual(existing.pipeline, pipeline);
  return isSame ? null : 'replace';
}

function holds(stored: Readonly<Record<string, unknown>> | undefined, schema: TrinoSchema): boolean {
  return Object.entries(schema).every(([key, value]) => isDeepStrictEqual(stored?.[key], value));
}

function differencesOf({ fields }: TrinoSchema, stored: unknown): readonly string[] {
  const types = (of: unknown): Map<string, string> =>
    new Map(
      (Array.isArray(of) ? (of as { name?: unknown; type?: unknown }[]) : []).map(({ name, type }) => [
        String(name),
        String(type),
      ]),
    );
  const [before, after] = [types(stored), types(fields)];
  return [
    ...[...after].flatMap(([name, type]) => {
      const old = before.get(name);
      return old === undefined ? [`+ ${name} ${type}`] : old === type ? [] : [`~ ${name} ${old} -> ${type}`];
    }),
    ...[...before].filter(([name]) => !after.has(name)).map(([name, type]) => `- ${name} ${type}`),
  ];
}
