/** How an app becomes one file: everything its entry imports, so that an image needs no node_modules. */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
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

/** Bundles entry into outfile, with a source map beside it; plugins of esbuild are for tests of other releases. */
export async function bundleApp({ entry, outfile, plugins = [] }) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    // Libraries tell their classes apart by name.
    keepNames: true,
    external: optional,
    plugins: [ngramsAsJson, ...plugins],
    loader: { '.avsc': 'json' },
    logLevel: 'warning',
  });
  await rewrite(outfile, nameOnlyTheUnnamed);
  await rewrite(`${outfile}.map`, (map) => JSON.stringify(keepOwnSources(JSON.parse(map))));
}

/**
 * The n-grams of eld are an object literal of 1 MB. V8 keeps what it parses of a literal, and much garbage around it,
 * where of JSON it keeps the values: 38 MB less resident in each enricher, and the same data.
 */
const ngramsAsJson = {
  name: 'ngrams-as-json',
  setup({ onLoad }) {
    onLoad({ filter: /eld[\\/]src[\\/]ngrams[\\/]\w+\.js$/ }, async ({ path }) => {
      const { ngramsData } = await import(pathToFileURL(path).href);
      return {
        contents: `export const ngramsData = JSON.parse(${JSON.stringify(JSON.stringify(ngramsData))});`,
      };
    });
  },
};

async function rewrite(file, change) {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/**
 * esbuild's keepNames defines the name of every function that is made while running; nearly all
 * have that name already, and defining it anyway costs the ingester a tenth of its mapping.
 */
function nameOnlyTheUnnamed(code) {
  const helper = /^var __name = \(target, value\) => (?=__defProp\d*\(target, "name")/m;
  if (!helper.test(code)) {
    throw new Error("esbuild's helper of keepNames looks different now: adapt tools/app-bundle.mjs");
  }
  return code.replace(helper, (found) => `${found}target.name === value ? target : `);
}

/**
 * Leaves dependencies out of the source map: a stack trace still leads to our own sources, and
 * Node, which keeps the whole map in memory, holds 75 MB less for each process.
 *
 * A segment of one number says "from here on, no source": without it Node would give a
 * dependency's frame to the last of our lines before it.
 */
function keepOwnSources({ sources, mappings, ...map }) {
  const own = sources.filter((source) => !source.includes('node_modules/'));
  const newIndex = sources.map((source) => own.indexOf(source));
  let inOwnSource = false;
  const lines = decode(mappings).map((line) =>
    line.flatMap(([column, source, ...rest]) => {
      const index = newIndex[source] ?? -1;
      const wasInOwnSource = inOwnSource;
      inOwnSource = index !== -1;
      if (inOwnSource) {
        return [[column, index, ...rest]];
      }
      return wasInOwnSource ? [[column]] : [];
    }),
  );
  return { ...map, sources: own, mappings: encode(lines) };
}
