/**
 * Writes what Tableau opens, into deploy/tableau: npm run tableau:generate
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tableauFiles } from '../src';

const [, , directory = ''] = process.argv;
for (const [name, text] of Object.entries(tableauFiles())) {
  writeFileSync(path.resolve(directory, name), text);
  process.stdout.write(`wrote ${path.join(directory, name)}\n`);
}
