/**
 * Bundles the app in the current directory: src/main.ts and everything it
 * imports become dist/main.js, so that an image needs no node_modules.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { decode, encode } from '@jridgewell/sourcemap-codec';
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

const outfile = 'dist/main.js';
await build({
  entryPoints: ['src/main.ts'],
  outfile,
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

/**
 * Leaves dependencies out of the source map: a stack trace still leads to our own sources, and
 * Node, which keeps the whole map in memory, holds 75 MB less for each process.
 *
 * A segment of one number says "from here on, no source": without it Node would give a
 * dependency's frame to the last of our lines before it.
 */
const keepOwnSources = ({ sources, mappings, ...map }) => {
  const own = sources.filter((source) => !source.includes('node_modules/'));
  const newIndex = sources.map((source) => own.indexOf(source));
  let inOwnSource = false;
  const lines = decode(mappings).map((line) =>
    line.flatMap(([column, source, ...rest]) => {
      const index = newIndex[source] ?? -1;
      const wasInOwnSource = inOwnSource;
      inOwnSource = index !== -1;
      if (inOwnSource) return [[column, index, ...rest]];
      return wasInOwnSource ? [[column]] : [];
    }),
  );
  return { ...map, sources: own, mappings: encode(lines) };
};

const mapFile = `${outfile}.map`;
const map = JSON.parse(await readFile(mapFile, 'utf8'));
await writeFile(mapFile, JSON.stringify(keepOwnSources(map)));
