import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const GENERATE = path.join(__dirname, '../tools/generate.mjs');
const roots: string[] = [];

afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true })));

const field = (name: string, type: unknown = 'string') => ({ name, type });
const record = (name: string, fields: readonly object[], rest: object = {}) => ({
  type: 'record',
  name,
  ...rest,
  fields,
});

/** Generates from these records, each in its version 1. */
function generate(...records: readonly { readonly name: string }[]) {
  const root = mkdtempSync(path.join(tmpdir(), 'contracts-'));
  roots.push(root);
  for (const schema of records) {
    mkdirSync(path.join(root, 'schemas', schema.name), { recursive: true });
    writeFileSync(path.join(root, 'schemas', schema.name, 'v1.avsc'), JSON.stringify(schema));
  }
  const { status, stderr } = spawnSync(process.execPath, [GENERATE, '--root', root], { encoding: 'utf8' });
  const types = path.join(root, 'src/generated/types.ts');
  return { status, stderr, types: existsSync(types) ? readFileSync(types, 'utf8') : null };
}

const inner = record('Post', [
  field('id'),
  field('lang'),
  field('media', { type: 'array', items: 'string' }),
]);
const outer = (...fields: readonly object[]) =>
  record('Enriched', [field('post', 'Post'), ...fields], { imports: ['Post/v1'], subject: 'post' });
const nullable = (type: unknown) => ({ ...field('part', ['null', type]), default: null });

describe('generating code from the schemas', () => {
  it('accepts names that occur once where they lie side by side', () => {
    const part = record('Part', [field('lang'), field('media')]);
    const { status, types } = generate(inner, outer(nullable(part)));
    expect(status).toBe(0);
    expect(types).toContain('readonly part: Part | null;');
  });

  it.each([
    [
      'an enrichment and a field of the post',
      outer(field('lang')),
      'schemas/Enriched/v1.avsc: Enriched.lang and Post.lang would be one field of the document',
    ],
    ['the two in other letters', outer(field('Lang')), 'Enriched.Lang and Post.Lang would be one field'],
    ["what becomes the document's _id", outer(field('_id')), 'Enriched._id and Post._id would be one field'],
    ['two fields of one record', outer(field('a'), field('a')), 'Enriched has two fields named a'],
    [
      'two fields deep inside',
      outer(nullable(record('Part', [field('b'), field('b')]))),
      'Enriched.part has two fields named b',
    ],
    [
      'a subject that is no record',
      record('Enriched', [field('post')], { subject: 'post' }),
      'Enriched has no record in its subject field post',
    ],
  ])('refuses %s', (_what, schema, message) => {
    const { status, stderr, types } = generate(inner, schema);
    expect({ status, types }).toEqual({ status: 1, types: null });
    expect(stderr).toContain(message);
  });
});
