/**
 * Bundles the app in the current directory: src/main.ts and everything it
 * imports become dist/main.js, so that an image needs no node_modules.
 */
import { build } from 'esbuild';

/** Native or optional parts that their callers load only when present. */
const optional = [
  '@aws-sdk/credential-providers',
  '@mongodb-js/zstd',
  'aws4',
  'gcp-metadata',
  'kerberos',
  'mongodb-client-encryption',
  'snappy',
  'socks',
];

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  sourcemap: 'linked',
  sourcesContent: false,
  keepNames: true,
  external: optional,
  loader: { '.avsc': 'json' },
  logLevel: 'warning',
});
