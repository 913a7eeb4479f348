// @ts-check
'use strict';

/**
 * @typedef {{ label: string, startedAt: number, measure: () => Promise<number>, bytes: number }} Step
 * @typedef {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} Output
 * @typedef {ReturnType<typeof createProgress>} Progress
 */

const TTY_REFRESH_MS = 500;
const PLAIN_REFRESH_MS = 10_000;

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

/**
 * Shows steps that run side by side: on a terminal one line that is rewritten
 * twice a second; elsewhere a line when a step ends, and one every ten seconds
 * so that a slow download is never silent.
 *
 * @param {Output} output
 * @param {() => number} [now] epoch milliseconds
 */
function createProgress(output, now = Date.now) {
  /** @type {Set<Step>} */
  const active = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  const erase = () => output.isTTY && output.write('\r\x1b[2K');

  /** @param {Step} step */
  const describe = (step) =>
    `${step.label} ${step.bytes > 0 ? `${megabytes(step.bytes)} ` : ''}${seconds(now() - step.startedAt)}`;

  async function refresh() {
    await Promise.all(
      [...active].map(async (step) => (step.bytes = await step.measure().catch(() => step.bytes))),
    );
    if (active.size === 0) {
      return;
    }
    const text = [...active].map(describe).join(' · ');
    erase();
    // A line that wraps could not be rewritten.
    output.write(output.isTTY ? text.slice(0, (output.columns ?? 80) - 1) : `${text} ...\n`);
  }

  /** @param {string} text */
  function line(text) {
    erase();
    output.write(`${text}\n`);
  }

  /**
   * Shows `label` for as long as `work` takes.
   *
   * @template T
   * @param {string} label
   * @param {() => Promise<T>} work
   * @param {() => Promise<number>} [measure] bytes so far
   * @returns {Promise<T>}
   */
  async function track(label, work, measure = () => Promise.resolve(0)) {
    const step = { label, startedAt: now(), measure, bytes: 0 };
    active.add(step);
    timer ??= setInterval(() => void refresh(), output.isTTY ? TTY_REFRESH_MS : PLAIN_REFRESH_MS);
    try {
      const result = await work();
      line(`✓ ${label} ${seconds(now() - step.startedAt)}`);
      return result;
    } catch (error) {
      line(`✗ ${label} ${seconds(now() - step.startedAt)}`);
      throw error;
    } finally {
      active.delete(step);
      if (active.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    }
  }

  return { track, line };
}

module.exports = { createProgress };
