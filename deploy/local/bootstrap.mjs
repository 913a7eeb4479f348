/**
 * What `npm start` and `npm test` run first: plain JavaScript for whatever Node
 * the host has. Installs and builds what changed, downloads the local stack
 * meanwhile, then hands over to the built program on the pinned Node.
 *
 *   node deploy/local/bootstrap.mjs <command> [options]
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasDockerEngine } from './src/fetch/docker.js';
import { fetchArtifacts, partsToStart } from './src/fetch/fetch-artifacts.js';
import { installPackages } from './src/fetch/install.js';
import { findNode } from './src/fetch/pinned-node.js';
import { createProgress } from './src/fetch/progress.js';
import { run } from './src/fetch/run.js';

const MIN_NODE = [20, 19];
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const BIN = path.join(ROOT, 'node_modules/.bin');
const PROGRAM = path.join(ROOT, 'deploy/local/dist/main.js');
/** Commands for a pipeline that runs. */
const OPERATOR = path.join(ROOT, 'apps/operator/dist/main.js');
const REENRICH = path.join(ROOT, 'apps/enricher/dist/reenrich.js');
/** The sink's part in it: it alone reads MongoDB. */
const STORED = path.join(ROOT, 'apps/mongo-sink/dist/stored.js');
/** Commands for analysts' tables: all they need is MongoDB. */
const BI = path.join(ROOT, 'apps/bi/dist/main.js');
/** Commands that are programs of their own. */
const OTHER_PROGRAMS = {
  'dead-letters': OPERATOR,
  redrive: OPERATOR,
  remove: OPERATOR,
  reenrich: REENRICH,
  'bi-models': BI,
  'bi-extract': BI,
  export: BI,
  faults: path.join(ROOT, 'apps/pipeline-e2e/dist/main.js'),
  chaos: path.join(ROOT, 'apps/pipeline-e2e/dist/main.js'),
  'bench-enricher': path.join(ROOT, 'apps/pipeline-e2e/dist/main.js'),
  'bench-sink': path.join(ROOT, 'apps/pipeline-e2e/dist/main.js'),
};
const PARENT_CHECK_MS = 500;
const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
/** What starts no stack needs no downloads. */
const WITHOUT_STACK = ['down', 'help', '--help'];

class BootstrapError extends Error {}

function assertHost() {
  if (process.platform === 'win32') {
    throw new BootstrapError('Windows itself is not supported: run this inside WSL 2, where it is Linux.');
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) {
    return;
  }
  throw new BootstrapError(
    `Node ${MIN_NODE.join('.')} or newer is needed, and this is ${process.versions.node}: https://nodejs.org/en/download`,
  );
}

/** Everything below npm runs on the Node of the lockfile, whatever the host has. */
const env = { ...process.env, PATH: `${BIN}${path.delimiter}${process.env.PATH ?? ''}` };

/** Runs quietly; the output is shown only when the command fails. */
async function quietly(command, args, options) {
  const { code, output } = await run(command, args, { cwd: ROOT, ...options });
  if (code !== 0) {
    throw new BootstrapError(
      `${output.trimEnd()}\n\n${command} ${args.join(' ')} ended with exit code ${code}`,
    );
  }
}

/** Answers with the Node to run the program on. */
async function prepareProgram(progress) {
  await installPackages(ROOT, { env: process.env, progress });
  const node = await findNode(ROOT);
  await build(progress);
  return node;
}

async function build(progress) {
  const args = ['run-many', '-t', 'build', '--outputStyle=static'];
  await progress.track('build', () =>
    quietly(path.join(BIN, 'nx'), args, { env: { ...env, NX_TUI: 'false' } }),
  );
}

/** Downloads beside the installation, so that a cold start waits for the longer of the two only. */
async function download(args, progress) {
  if (args.length === 0 || isForRunning(args) || args.some((arg) => WITHOUT_STACK.includes(arg))) {
    return;
  }
  if (await hasDockerEngine(process.env)) {
    return;
  }
  await fetchArtifacts({ parts: partsToStart(process.env), env: process.env, progress });
}

function programOf(args) {
  const program = OTHER_PROGRAMS[args[0]] ?? PROGRAM;
  return program === REENRICH && args.includes('--stored') ? STORED : program;
}

/** Replaces this process as far as Node can: same terminal, same signals, same exit code. */
function handOver(node, args) {
  return new Promise((resolve) => {
    const program = programOf(args);
    // A program of one command needs no name for it.
    const given = [REENRICH, STORED].includes(program) ? args.slice(1) : args;
    const child = spawn(node, [program, ...given], {
      cwd: ROOT,
      env: programEnv(args),
      stdio: 'inherit',
    });
    for (const signal of FORWARDED) {
      process.on(signal, () => child.kill(signal));
    }
    onOrphaned(() => child.kill('SIGTERM'));
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/**
 * A SIGTERM to npm ends the shell between npm and this process, which is told
 * nothing; all it can see is that it has another parent.
 */
function onOrphaned(stop) {
  if (!process.env.npm_lifecycle_event) {
    return;
  }
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) {
      return;
    }
    clearInterval(timer);
    stop();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** Paths on the command line are relative to where the user typed them, which npm tells. */
function programEnv(args) {
  return {
    ...env,
    ...(isForRunning(args) && runningServers(args)),
    TDP_WORKING_DIR: process.env.INIT_CWD ?? process.cwd(),
  };
}

/** Whether a command is for a pipeline that runs already, instead of one that it starts. */
const isForRunning = ([name]) => isBi(name) || [OPERATOR, REENRICH].includes(OTHER_PROGRAMS[name]);
const isBi = (name) => name === 'bi' || OTHER_PROGRAMS[name] === BI;

/** The servers of what `npm start` or `npm run stack:up` runs here, unless others are named. */
function runningServers([name]) {
  const topics = env.ENRICHER_TOPICS_FILE ?? path.join(ROOT, 'apps/enricher/topics.yaml');
  const server = isBi(name) ? 'MONGODB_URI' : 'KAFKA_BROKERS';
  if (env[server] || env[`${server}_FILE`]) {
    return { ENRICHER_TOPICS_FILE: topics };
  }
  try {
    const file = path.join(ROOT, '.local/stack.json');
    const { kafkaBrokers, schemaRegistryUrl, mongodbUri } = JSON.parse(readFileSync(file, 'utf8'));
    return {
      KAFKA_BROKERS: kafkaBrokers,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      MONGODB_URI: mongodbUri,
      ENRICHER_TOPICS_FILE: topics,
    };
  } catch {
    const servers = isBi(name)
      ? 'its database: MONGODB_URI'
      : 'its servers: KAFKA_BROKERS, SCHEMA_REGISTRY_URL';
    throw new BootstrapError(`No pipeline runs here: npm start runs one. For another one name ${servers}.`);
  }
}

async function main() {
  const args = process.argv.slice(2);
  assertHost();
  const progress = createProgress(process.stdout);
  const prepared = await Promise.allSettled([prepareProgram(progress), download(args, progress)]);
  const problems = prepared.flatMap((step) => (step.status === 'rejected' ? [step.reason] : []));
  if (problems.length > 0) {
    throw new BootstrapError(problems.map((problem) => problem.message).join('\n\n'));
  }
  return await handOver(prepared[0].value, args);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error instanceof BootstrapError ? error.message : error.stack}\n`);
    process.exit(1);
  },
);
