/**
 * Bundles and runs the mapping benchmark: `npm run bench -w @tdp/ingester [-- FILE]`, where FILE holds one
 * stream line a line (default: the committed fixture).
 */
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const outfile = path.join(here, '../dist/bench.js');
await build({
  entryPoints: [path.join(here, 'mapping.bench.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  loader: { '.avsc': 'json' },
  logLevel: 'warning',
});
await import(outfile);
