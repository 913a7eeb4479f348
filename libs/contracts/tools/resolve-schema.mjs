/**
 * Turns schemas/<Name>/v<N>.avsc into one self-contained Avro schema: the files it
 * imports (pinned by version, so an old version never changes) are put in place at
 * their first mention.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const load = (root, id) => JSON.parse(readFileSync(path.join(root, `${id}.avsc`), 'utf8'));

/** @returns {string[]} record names, sorted */
export const recordNames = (root) => readdirSync(root).sort();

/** @returns {number[]} the versions of a record, ascending; they must run 1..n */
export function versionsOf(root, name) {
  const versions = readdirSync(path.join(root, name))
    .map((file) => Number(/^v(\d+)\.avsc$/.exec(file)?.[1]))
    .sort((a, b) => a - b);
  versions.forEach((version, index) => {
    if (version !== index + 1) {
      throw new Error(`${name}: versions must run v1.avsc, v2.avsc, ... without gaps`);
    }
  });
  return versions;
}

/** @returns {string | undefined} the field whose record's fields lie beside the others in a document */
export const subjectOf = (root, name, version) => load(root, `${name}/v${version}`).subject;

/** @returns {object} the Avro schema of one record version with all imports in place */
export function resolveSchema(root, name, version) {
  const pending = new Map();
  const collect = (schema) => {
    for (const id of schema.imports ?? []) {
      const imported = load(root, id);
      collect(imported);
      pending.set(imported.name, imported);
    }
  };
  const main = load(root, `${name}/v${version}`);
  collect(main);

  const place = (node) => {
    if (typeof node === 'string') {
      const imported = pending.get(node);
      if (!imported) {
        return node;
      }
      pending.delete(node);
      return place(imported);
    }
    if (Array.isArray(node)) {
      return node.map(place);
    }
    const { imports: _imports, subject: _subject, ...schema } = node;
    if (schema.fields) {
      schema.fields = schema.fields.map((field) => ({ ...field, type: place(field.type) }));
    }
    if (schema.items) {
      schema.items = place(schema.items);
    }
    return schema;
  };
  return place(main);
}
