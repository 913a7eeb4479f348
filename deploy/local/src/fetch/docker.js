// @ts-check
'use strict';
const { spawn } = require('node:child_process');
const { ALL_PARTS, partsToStart } = require('./fetch-artifacts.js');

const TIMEOUT_MS = 3_000;

/**
 * Whether a Docker engine answers soon. TDP_STACK=native, or a server named in
 * the environment, asks for the native stack: containers could not reach it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>}
 */
function hasDockerEngine(env) {
  if (env.TDP_STACK === 'native' || partsToStart(env).length < ALL_PARTS.length) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    const child = spawn('docker', ['info'], { env, stdio: 'ignore', timeout: TIMEOUT_MS });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

module.exports = { hasDockerEngine };
