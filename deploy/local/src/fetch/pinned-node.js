// @ts-check
'use strict';
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { run, tail } = require('./run.js');

/** Where npm has no binary of the pinned Node, the host's own is used from here on. */
const MIN_HOST_MAJOR = 24;

/**
 * @typedef {{ platform: string, arch: string, version: string, execPath: string }} Host
 * @typedef {{ name: string, version: string, file: string }} PinnedNode
 */

/** @returns {Host} */
const thisHost = () => ({
  platform: process.platform,
  arch: process.arch,
  version: process.versions.node,
  execPath: process.execPath,
});

/**
 * The npm package that is the Node of the lockfile, for this kind of machine.
 * It holds the binary itself: the package `node` fetches one of these in an
 * install script, which npm 12 does not run and no lockfile pins.
 *
 * @param {string} root the checkout
 * @param {Pick<Host, 'platform' | 'arch'>} host
 * @returns {PinnedNode | null} null when npm has none for it
 */
function pinnedNode(root, { platform, arch }) {
  /** @type {{ optionalDependencies?: Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const name = `node-${platform}-${arch}`;
  const version = manifest.optionalDependencies?.[name];
  return version ? { name, version, file: path.join(root, 'node_modules', name, 'bin/node') } : null;
}

/**
 * Whether an installation has the pinned Node, or needs none.
 *
 * @param {string} root
 * @param {Host} [host]
 */
function hasPinnedNode(root, host = thisHost()) {
  const pinned = pinnedNode(root, host);
  return pinned === null || existsSync(pinned.file);
}

/**
 * The Node that everything but the bootstrap runs on.
 *
 * @param {string} root
 * @param {Host} [host]
 * @returns {Promise<string>} path of a binary that was started once
 * @throws when there is none, with one sentence that says why and what to do
 */
async function findNode(root, host = thisHost()) {
  const pinned = pinnedNode(root, host);
  if (pinned === null) {
    return hostNode(host);
  }
  const { name, version, file } = pinned;
  if (!existsSync(file)) {
    throw new Error(
      `npm did not install ${name} ${version}, the Node that everything runs on; ` +
        'npm ci --include=optional does, if the registry that npm uses has it.',
    );
  }
  const { code, output } = await run(file, ['--version']);
  if (code === 0 && output.trim() === `v${version}`) {
    return file;
  }
  throw new Error(
    `Node ${version} from the npm package ${name} does not run here; it needs a Linux with glibc 2.28 or newer (not Alpine): ` +
      tail(output, 1),
  );
}

/** @param {Host} host */
function hostNode({ platform, arch, version, execPath }) {
  if (Number.parseInt(version, 10) >= MIN_HOST_MAJOR) {
    return execPath;
  }
  throw new Error(
    `On ${platform} ${arch} the pipeline runs on the Node that starts it, which must be ${MIN_HOST_MAJOR} or newer, ` +
      `and this is ${version}: https://nodejs.org/en/download`,
  );
}

module.exports = { findNode, hasPinnedNode };
