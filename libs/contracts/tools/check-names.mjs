/**
 * A name that occurs twice would be lost silently where records become documents or columns:
 * the later value replaces the earlier one. So it is refused before anything is generated.
 * Names that differ only in case count as equal, as they do in SQL.
 */

/** The fields of a record, or of the record that a nullable field may hold. */
function recordOf(type) {
  const schema = Array.isArray(type) ? type.find((branch) => branch !== 'null') : type;
  return typeof schema === 'object' && schema.type === 'record' ? schema : undefined;
}

function twice(names) {
  const seen = new Map();
  return names.filter((name) => {
    const isKnown = seen.has(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    return isKnown;
  });
}

function duplicatesInside(schema, where) {
  if (Array.isArray(schema)) {
    return schema.flatMap((branch) => duplicatesInside(branch, where));
  }
  if (schema.type === 'array') {
    return duplicatesInside(schema.items, where);
  }
  if (schema.type !== 'record') {
    return [];
  }
  return [
    ...twice(schema.fields.map(({ name }) => name)).map((name) => `${where} has two fields named ${name}`),
    ...schema.fields.flatMap(({ name, type }) => duplicatesInside(type, `${where}.${name}`)),
  ];
}

/**
 * @param {object} schema a record, its imports in place
 * @param {string | undefined} subject the field whose record's fields lie beside the others in a document
 * @returns {string[]} what is wrong, in sentences; empty when every name occurs once
 */
export function findDuplicateNames(schema, subject) {
  const problems = duplicatesInside(schema, schema.name);
  if (subject === undefined) {
    return problems;
  }
  const inner = recordOf(schema.fields.find(({ name }) => name === subject)?.type);
  if (inner === undefined) {
    return [...problems, `${schema.name} has no record in its subject field ${subject}`];
  }
  const beside = schema.fields.filter(({ name }) => name !== subject).map(({ name }) => name);
  const names = [...inner.fields.map(({ name }) => name), '_id', ...beside];
  return [
    ...problems,
    ...twice(names)
      .filter((name) => beside.includes(name))
      .map(
        (name) =>
          `${schema.name}.${name} and ${inner.name}.${name} would be one field of the document: ` +
          `give the one in ${schema.name} another name`,
      ),
  ];
}
