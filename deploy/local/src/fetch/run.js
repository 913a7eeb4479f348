// @ts-check
'use strict';
const { spawn } = require('node:child_process');

const CANNOT_START = 127;

/**
 * Runs a command to its end without a shell. A command that cannot be started
 * is reported like one that failed, with the exit code a shell would give it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, signal?: AbortSignal }} [options]
 * @returns {Promise<{ code: number, output: string }>} stdout and stderr together
 */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    /** @param {unknown} error some failures to start are thrown, others emitted */
    const cannotStart = (error) => resolve({ code: CANNOT_START, output: String(error) });
    try {
      const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      /** @type {Buffer[]} */
      const chunks = [];
      /** @param {Buffer} chunk */
      const collect = (chunk) => void chunks.push(chunk);
      child.on('error', cannotStart);
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      child.on('close', (code) =>
        resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }),
      );
    } catch (error) {
      cannotStart(error);
    }
  });
}

/**
 * The end of a command's output: where the reason of a failure is.
 *
 * @param {string} output
 * @param {number} [lines]
 */
function tail(output, lines = 15) {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}

module.exports = { run, tail };
