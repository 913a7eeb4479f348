// @ts-check
'use strict';
const fs = require('node:fs/promises');
const path = require('node:path');
const { run } = require('./run.js');

const MIN_JAVA = 21;
/** What Trino 476 demands, whatever the rest is content with. */
const MIN_TRINO_JAVA = 24;
const MIN_MONGOD = 5;

/**
 * @typedef {{ home: string, version: number }} Java
 * @typedef {'java' | 'mvn' | 'pip' | 'python3' | 'tar'} Tool
 */

/**
 * The path of a command, as a shell would find it.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | null>}
 */
async function which(name, env) {
  for (const dir of (env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(dir, name);
    if (
      await fs.access(file, fs.constants.X_OK).then(
        () => true,
        () => false,
      )
    ) {
      return file;
    }
  }
  return null;
}

/**
 * The feature release of a Java ("1.8.0_362" is 8), 0 when it does not run.
 *
 * @param {string} versionOutput what `java -version` prints
 */
function parseJavaVersion(versionOutput) {
  const match = /version "(?:1\.)?(\d+)/.exec(versionOutput);
  return Number(match?.[1] ?? 0);
}

/**
 * @param {string} home
 * @returns {Promise<Java>}
 */
async function inspectJava(home) {
  const { code, output } = await run(path.join(home, 'bin', 'java'), ['-version']);
  return { home, version: code === 0 ? parseJavaVersion(output) : 0 };
}

/**
 * A Java that is new enough: JAVA_HOME's, the PATH's, or one below /usr/lib/jvm.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [installed] where distributions put their Javas
 * @param {number} [min] its feature release
 * @returns {Promise<Java | null>}
 */
async function findJava(env, installed = '/usr/lib/jvm', min = MIN_JAVA) {
  const onPath = await which('java', env);
  const resolved = onPath && (await fs.realpath(onPath).catch(() => null));
  const names = await fs.readdir(installed).catch(() => []);
  const homes = [
    ...(env.JAVA_HOME ? [env.JAVA_HOME] : []),
    ...(resolved ? [path.resolve(resolved, '../..')] : []),
    ...names.sort().map((name) => path.join(installed, name)),
  ];
  const javas = await Promise.all([...new Set(homes)].map(inspectJava));
  return javas.find((java) => java.version >= min) ?? null;
}

/**
 * A usable mongod of the host.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | null>}
 */
async function findMongod(env) {
  const file = await which('mongod', env);
  if (file === null) {
    return null;
  }
  const { output } = await run(file, ['--version']);
  return Number(/db version v(\d+)/.exec(output)?.[1] ?? 0) >= MIN_MONGOD ? file : null;
}

/**
 * Python that can install packages. Debian ships `python3` without pip.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tool[]>} what is missing
 */
async function missingPython(env) {
  if ((await which('python3', env)) === null) {
    return ['python3', 'pip'];
  }
  const { code } = await run('python3', ['-m', 'pip', '--version'], { env });
  return code === 0 ? [] : ['pip'];
}

/**
 * A Java for Trino.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [installed]
 */
const findTrinoJava = (env, installed) => findJava(env, installed, MIN_TRINO_JAVA);

const NO_TRINO_JAVA =
  `Trino 476 needs Java ${MIN_TRINO_JAVA} or newer: there is none in JAVA_HOME, on the PATH or below /usr/lib/jvm, and none can be ` +
  'downloaded without Python 3 with pip on Linux x86-64; install one of the two, or set JAVA_HOME.';

/** @type {Record<Tool, { what: string, apt: string }>} */
const SOURCES = {
  java: { what: `Java ${MIN_JAVA} or newer (downloaded by itself once Python 3 with pip is there)`, apt: '' },
  mvn: { what: 'Maven (mvn)', apt: 'maven' },
  pip: { what: 'pip for Python 3', apt: 'python3-pip' },
  python3: { what: 'Python 3 (python3)', apt: 'python3' },
  tar: { what: 'tar', apt: 'tar' },
};

/**
 * One message for everything that is missing, with the command that gets it.
 *
 * @param {readonly Tool[]} missing
 */
function describeMissing(missing) {
  const sources = [...new Set(missing)].map((tool) => SOURCES[tool]);
  return [
    'The local stack (Kafka, schema registry, MongoDB) needs programs that this machine does not have:',
    ...sources.map((source) => `  - ${source.what}`),
    `Get them, for example:  sudo apt-get install ${sources.flatMap(({ apt }) => apt || []).join(' ')}`,
    'Or start a Docker engine, or name running servers: KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI.',
  ].join('\n');
}

module.exports = {
  NO_TRINO_JAVA,
  describeMissing,
  findJava,
  findMongod,
  findTrinoJava,
  missingPython,
  parseJavaVersion,
  which,
};
