/**
 * Bundles the app in the current directory: src/main.ts and all it imports become dist/main.js, a command's
 * src/<name>/main.ts becomes dist/<name>.js.
 */
import { existsSync, readdirSync } from 'node:fs';
import { bundleApp } from './app-bundle.mjs';

await bundleApp({ entry: 'src/main.ts', outfile: 'dist/main.js' });
for (const name of readdirSync('src').filter((folder) => existsSync(`src/${folder}/main.ts`))) {
  await bundleApp({ entry: `src/${name}/main.ts`, outfile: `dist/${name}.js` });
}
