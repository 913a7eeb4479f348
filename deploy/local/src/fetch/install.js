// @ts-check
'use strict';
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { hasPinnedNode } = require('./pinned-node.js');
const { run, tail } = require('./run.js');

const CANNOT_START = 127;

/**
 * What the lockfile says, whatever the user's own npm settings leave out,
 * refuse or lay out otherwise. No package needs its install script.
 */
const CI = [
  'ci',
  '--no-progress',
  '--include=dev',
  '--include=optional',
  '--ignore-scripts',
  '--no-engine-strict',
  '--install-strategy=hoisted',
];

/**
 * Installs the packages of the lockfile, unless they are there already.
 *
 * @param {string} root the checkout
 * @param {{ env: NodeJS.ProcessEnv, progress: import('./progress.js').Progress }} context
 * @throws with npm's own words when it fails
 */
async function installPackages(root, { env, progress }) {
  const stamp = path.join(root, 'node_modules/.tdp-lock');
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && hasPinnedNode(root)) {
    return;
  }
  await progress.track('install npm packages', async () => {
    const [command, ...args] = npmCommand(env);
    const { code, output } = await run(command, [...args, ...CI], { cwd: root, env });
    if (code === CANNOT_START) {
      throw new Error(`npm is needed and cannot be started: ${tail(output, 1)}`);
    }
    if (code !== 0) {
      throw new Error(`${output.trimEnd()}\n\nnpm ${CI.join(' ')} ended with exit code ${code}`);
    }
  });
  writeFileSync(stamp, lock);
}

/**
 * The npm that the user started this with, which need not be the first of the PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {[string, ...string[]]}
 */
function npmCommand(env) {
  const cli = env.npm_execpath;
  return cli && path.basename(cli) === 'npm-cli.js' ? [process.execPath, cli] : ['npm'];
}

module.exports = { installPackages };
