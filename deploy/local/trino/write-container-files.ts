/** Writes deploy/trino/etc: npm run trino:generate. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { containerTrinoFiles } from '../src/bi/trino-files';

const [, , dir = ''] = process.argv;
rmSync(path.join(dir, 'etc'), { recursive: true, force: true });
for (const [file, text] of Object.entries(containerTrinoFiles())) {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
}
