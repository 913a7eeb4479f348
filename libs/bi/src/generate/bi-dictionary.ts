import { CONTRACT_VERSION } from '../contract/contract';
import type { Column, GeoRole, Table } from '../contract/table';
import { inlineCode, renderTable, toMarkdown } from './markdown';
import { trinoSchemaOf } from './trino-schema';

const HEAD = ['column', 'type', 'null', 'role', 'from', 'meaning'];

const GEO_ROLES: Readonly<Record<GeoRole, string>> = {
  latitude: 'latitude',
  longitude: 'longitude',
  country_code: 'country (ISO 3166-1 alpha-2)',
  country_name: 'country (name)',
};

/** docs/bi-dictionary.md: every column of every table. */
export function biDictionary(tables: readonly Table[]): string {
  return `${[INTRODUCTION, ...tables.map(renderTableOf)].join('\n\n')}\n`;
}

function renderTableOf(table: Table): string {
  const { name, description, collection, match, unwind, key, columns } = table;
  const types = new Map(trinoSchemaOf(table).fields.map((field) => [field.name, field.type]));
  const of = unwind === null ? '' : `, an item of ${inlineCode(unwind)} a row`;
  const conditions = Object.entries(match ?? {}).map(([field, value]) =>
    inlineCode(`${field}: ${JSON.stringify(value)}`),
  );
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  return [
    `## ${inlineCode(name)}`,
    toMarkdown(description),
    `A view of ${inlineCode(collection)}${where}${of}. A row is told by ${key.map(inlineCode).join(' and ')}.`,
    renderTable(
      HEAD,
      columns.map((column) => [
        inlineCode(column.name),
        types.get(column.name) ?? '',
        column.isNullable ? 'yes' : '',
        roleOf(column),
        column.source.paths.map(inlineCode).join(', '),
        toMarkdown(column.description),
      ]),
    ),
  ].join('\n\n');
}

function roleOf({ role, aggregation, geoRole }: Column): string {
  const parts = [aggregation ?? [], geoRole === null ? [] : GEO_ROLES[geoRole]].flat();
  return parts.length === 0 ? role : `${role}: ${parts.join(', ')}`;
}

const INTRODUCTION = `# Tables for analysts

Every column of every \`bi_*\` table, version ${CONTRACT_VERSION} of the contract in [\`libs/bi\`](../libs/bi), from which the views in MongoDB and
what Trino is told about them are made as well: do not edit this, run \`npm run dictionary:generate\`. How to connect is in
[tableau.md](tableau.md), how enrichments are computed in [enrichment.md](enrichment.md).

Types are those that Trino shows. In MongoDB varchar is string, bigint long, timestamp and date are dates (UTC; of a date the
beginning of the day). Every column is in every row, null where "yes" says that it may be unknown. Ids are text: X's go beyond
what a double holds. "from" names the fields of [the collections](data-dictionary.md), or of [those of rollups](rollup-dictionary.md), that it comes from. A measure is
added up or averaged as it says, unless you say otherwise.

Tables \`bi_hourly_*\` and \`bi_daily_*\` are sums that [\`apps/rollup\`](../apps/rollup) keeps, seconds behind the posts: one row of
them stands for however many posts. The others are the posts themselves.

Posts that are removed are in none of these tables from then on. There is no table of trends: the pipeline does not
collect them.`;
