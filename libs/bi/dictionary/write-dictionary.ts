/**
 * Writes docs/bi-dictionary.md: npm run dictionary:generate
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { biDictionary, TABLES } from '../src';

const [, , file = ''] = process.argv;
writeFileSync(path.resolve(file), biDictionary(TABLES));
process.stdout.write(`wrote ${file}\n`);
