/**
 * Writes src/generated from schemas/: TypeScript types of the newest versions and the
 * self-contained Avro schemas of every version. A name that occurs twice is refused. `--check` writes nothing and fails when
 * what is checked in is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findDuplicateNames } from './check-names.mjs';
import { recordNames, resolveSchema, subjectOf, versionsOf } from './resolve-schema.mjs';

/** `--root FOLDER` is for tests of this tool: schemas and src are below it. */
const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    root: { type: 'string', default: path.join(import.meta.dirname, '..') },
  },
});
const { root } = options;
const schemas = path.join(root, 'schemas');
const header = '// Generated from schemas/ by `npm run schemas:generate`. Do not edit.\n';
const primitives = {
  boolean: 'boolean',
  bytes: 'Buffer',
  double: 'number',
  float: 'number',
  int: 'number',
  long: 'number',
  null: 'null',
  string: 'string',
};

function typeOf(schema) {
  if (typeof schema === 'string') {
    return primitives[schema] ?? schema.split('.').at(-1);
  }
  if (Array.isArray(schema)) {
    const nullLast = [...schema].sort((a, b) => Number(a === 'null') - Number(b === 'null'));
    return nullLast.map(typeOf).join(' | ');
  }
  if (schema.type === 'array') {
    return `readonly ${wrap(typeOf(schema.items))}[]`;
  }
  if (schema.type === 'record') {
    return schema.name;
  }
  return typeOf(schema.type);
}
const wrap = (type) => (type.includes(' ') ? `(${type})` : type);
const docOf = (doc, indent = '') => (doc ? `${indent}/** ${doc} */\n` : '');

function interfacesOf(schema, found) {
  if (Array.isArray(schema)) {
    for (const branch of schema) {
      interfacesOf(branch, found);
    }
  }
  if (schema.type === 'array') {
    interfacesOf(schema.items, found);
  }
  if (schema.type !== 'record') {
    return;
  }
  const fields = schema.fields.map(
    (field) => `${docOf(field.doc, '  ')}  readonly ${field.name}: ${typeOf(field.type)};\n`,
  );
  const source = `${docOf(schema.doc)}export interface ${schema.name} {\n${fields.join('')}}\n`;
  const earlier = found.get(schema.name);
  if (earlier !== undefined && earlier !== source) {
    throw new Error(`record ${schema.name} is defined twice and differently: give one of them another name`);
  }
  found.set(schema.name, source);
  for (const field of schema.fields) {
    interfacesOf(field.type, found);
  }
}

const interfaces = new Map();
const versions = {};
const problems = [];
for (const name of recordNames(schemas)) {
  versions[name] = versionsOf(schemas, name).map((version) => {
    const schema = resolveSchema(schemas, name, version);
    problems.push(
      ...findDuplicateNames(schema, subjectOf(schemas, name, version)).map(
        (problem) => `schemas/${name}/v${version}.avsc: ${problem}`,
      ),
    );
    return schema;
  });
  interfacesOf(versions[name].at(-1), interfaces);
}
if (problems.length > 0) {
  console.error(`a name occurs twice, nothing was generated:\n${problems.join('\n')}`);
  process.exit(1);
}
const recordTypes =
  '/** The type of each record that has a schema of its own, by name. */\nexport interface RecordTypes {\n' +
  Object.keys(versions)
    .map((name) => `  readonly ${name}: ${name};\n`)
    .join('') +
  '}\n';

const files = {
  'types.ts': header + '\n' + [...interfaces.values(), recordTypes].join('\n'),
  'schemas.json': JSON.stringify(versions) + '\n',
};

const target = path.join(root, 'src/generated');
mkdirSync(target, { recursive: true });
const stale = Object.entries(files).filter(([file, content]) => {
  try {
    return readFileSync(path.join(target, file), 'utf8') !== content;
  } catch {
    return true;
  }
});
if (options.check) {
  if (stale.length > 0) {
    console.error(
      `stale in libs/contracts/src/generated: ${stale.map(([file]) => file).join(', ')}.\n` +
        'A schema changed without its generated files: run `npm run schemas:generate` and commit the result.',
    );
    process.exit(1);
  }
} else {
  for (const [file, content] of stale) {
    writeFileSync(path.join(target, file), content);
  }
  console.log(stale.length > 0 ? `wrote ${stale.map(([file]) => file).join(', ')}` : 'up to date');
}
