/**
 * Writes docs/data-dictionary.md: npm run dictionary:generate
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataDictionary } from '../src/dictionary/dictionary';

const [, , file = ''] = process.argv;
writeFileSync(path.resolve(file), dataDictionary());
process.stdout.write(`wrote ${file}\n`);
