/**
 * Writes docs/bi-dictionary.md and, beside it, docs/rollup-dictionary.md: npm run dictionary:generate
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { biDictionary, ROLLUP_COLLECTIONS, rollupDictionary, TABLES } from '../src';

const [, , file = ''] = process.argv;
const rollups = path.join(path.dirname(file), 'rollup-dictionary.md');
writeFileSync(path.resolve(file), biDictionary(TABLES));
writeFileSync(path.resolve(rollups), rollupDictionary(ROLLUP_COLLECTIONS));
process.stdout.write(`wrote ${file} and ${rollups}\n`);
