/** Bundles the app in the current directory: src/main.ts and all it imports become dist/main.js. */
import { bundleApp } from './app-bundle.mjs';

await bundleApp({ entry: 'src/main.ts', outfile: 'dist/main.js' });
