import type { RollupCollection } from '../rollups/collections';
import { inlineCode, renderTable, toMarkdown } from './markdown';

const HEAD = ['field', 'BSON type', 'null', 'meaning'];

/** docs/rollup-dictionary.md: every field of every collection of the rollup job. */
export function rollupDictionary(collections: readonly RollupCollection[]): string {
  return `${[INTRODUCTION, ...collections.map(renderCollection)].join('\n\n')}\n`;
}

function renderCollection({ name, description, fields, indexes }: RollupCollection): string {
  const listed = indexes.map((index) => `${inlineCode(index.name)} (${Object.keys(index.keys).join(', ')})`);
  return [
    `## ${inlineCode(name)}`,
    toMarkdown(description),
    renderTable(
      HEAD,
      fields.map((field) => [
        inlineCode(field.name),
        field.type,
        field.isNullable ? 'yes' : '',
        toMarkdown(field.description),
      ]),
    ),
    ...(listed.length === 0 ? [] : [`Indexes: ${listed.join(', ')}.`]),
  ].join('\n\n');
}

const INTRODUCTION = `# Collections of rollups

Every field of the collections that [\`apps/rollup\`](../apps/rollup) keeps, generated from \`libs/bi\` by \`npm run
dictionary:generate\`: do not edit it. Analysts read them as tables ([every column](bi-dictionary.md)); the collections of posts
are in [data-dictionary.md](data-dictionary.md).

A field has the one BSON type that stands here in all documents, or null where "yes" says so. Every field is present.`;
