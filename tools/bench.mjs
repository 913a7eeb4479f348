/**
 * Bundles and runs one TypeScript program of the project in the current directory, a benchmark or what writes a file of
 * docs, as its app is bundled: `npm run bench -w @tdp/<project> [-- ARGUMENTS]`. Paths in the arguments are relative to where
 * the command was typed.
 */
import path from 'node:path';
import { bundleApp } from './app-bundle.mjs';

const [, , entry, ...args] = process.argv;
const outfile = path.resolve('dist/bench.js');
await bundleApp({ entry, outfile });
process.chdir(process.env.INIT_CWD ?? '.');
process.argv = [process.argv[0], outfile, ...args];
await import(outfile);
