/**
 * Bundles apps as a release with other contracts would be: `node tools/bundle-release.mjs SCHEMAS
 * FOLDER PROJECT...`. SCHEMAS takes the place of libs/contracts/src/generated/schemas.json; each
 * project, e.g. apps/enricher, becomes FOLDER/apps/enricher/main.js. For tests of upgrades.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleApp } from './app-bundle.mjs';

const [, , schemas, folder, ...projects] = process.argv;
const repo = path.join(import.meta.dirname, '..');
const contents = await readFile(schemas, 'utf8');
let replaced = 0;
const otherSchemas = {
  name: 'other-schemas',
  setup(build) {
    build.onLoad({ filter: /libs\/contracts\/src\/generated\/schemas\.json$/ }, () => {
      replaced += 1;
      return { contents, loader: 'json' };
    });
  },
};

for (const project of projects) {
  await bundleApp({
    entry: path.join(repo, project, 'src/main.ts'),
    outfile: path.join(folder, project, 'main.js'),
    plugins: [otherSchemas],
  });
}
if (replaced !== projects.length) {
  throw new Error(
    `of ${projects.length} apps ${replaced} have the schemas: libs/contracts keeps them elsewhere now`,
  );
}
