// @ts-check
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const MANIFEST = '.manifest.json';

/**
 * Where downloads are kept between runs and checkouts.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function cacheDir(env) {
  if (env.TDP_CACHE_DIR) {
    return path.resolve(env.TDP_CACHE_DIR);
  }
  return path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'twitter-data-pipeline');
}

/**
 * Every file below a folder with its size, sorted; links are not followed.
 *
 * @param {string} dir
 * @returns {Promise<[file: string, bytes: number][]>}
 */
async function listFiles(dir) {
  const entries = await fs.readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== MANIFEST);
  const sized = await Promise.all(
    files.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return /** @type {[string, number]} */ ([path.relative(dir, file), (await fs.stat(file)).size]);
    }),
  );
  return sized.sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Bytes below a folder; 0 when it is not there. Files may vanish meanwhile.
 *
 * @param {string} dir
 */
async function sizeOf(dir) {
  const files = await listFiles(dir).catch(() => []);
  return files.reduce((sum, [, bytes]) => sum + bytes, 0);
}

/**
 * Whether the folder holds exactly the files that were put there. Compares
 * names and sizes, so that a warm start costs milliseconds; contents were
 * verified when they were downloaded.
 *
 * @param {string} dir
 */
async function isIntact(dir) {
  const manifest = await fs.readFile(path.join(dir, MANIFEST), 'utf8').catch(() => null);
  if (manifest === null) {
    return false;
  }
  return manifest === JSON.stringify(await listFiles(dir));
}

/**
 * Fills a cache entry: `fill` writes into a temporary folder beside it, which
 * gets its manifest and then its name, so that an entry is whole or absent.
 *
 * @param {string} dir
 * @param {(temporary: string) => Promise<void>} fill
 */
async function fillEntry(dir, fill) {
  const temporary = path.join(path.dirname(dir), `.tmp-${process.pid}-${path.basename(dir)}`);
  await fs.rm(temporary, { recursive: true, force: true });
  await fs.mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await fs.writeFile(path.join(temporary, MANIFEST), JSON.stringify(await listFiles(temporary)));
    if (await isIntact(dir)) {
      return;
    } // another run of this program was quicker
    await fs.rm(dir, { recursive: true, force: true });
    await fs.rename(temporary, dir).catch(async (error) => {
      if (!(await isIntact(dir))) {
        throw error;
      }
    });
  } finally {
    await fs.rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Removes what interrupted downloads left behind.
 *
 * @param {string} root
 */
async function removeLeftovers(root) {
  const names = await fs.readdir(root).catch(() => []);
  for (const name of names) {
    const pid = /^\.tmp-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) {
      await fs.rm(path.join(root, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

module.exports = { cacheDir, fillEntry, isIntact, removeLeftovers, sizeOf };
