// @ts-check
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs/promises');
const path = require('node:path');
const { cacheDir, isIntact, removeLeftovers } = require('./cache.js');
const { download } = require('./fetch-artifacts.js');
const { run, tail } = require('./run.js');

/**
 * @typedef {import('./artifacts.js').Artifact} Artifact
 * @typedef {import('./progress.js').Progress} Progress
 */

/** What Superset 6.1 and the packages that it is held to have wheels for. */
const PYTHON_VERSION = '3.11';
const PYTHONS = [`python${PYTHON_VERSION}`, 'python3', 'python'];
/** Inside its cache entry. */
const SITE = 'site';
const DATABASE = 'superset.db';

const NO_PYTHON =
  `Superset needs Python ${PYTHON_VERSION} with pip, and neither ${PYTHONS.join(', ')} of the PATH is that. Get it, for example:  ` +
  `sudo apt-get install python${PYTHON_VERSION} python3-pip   (without --dashboards npm run bi needs neither)`;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the command
 * @throws where there is none
 */
async function findPython(env) {
  const question = 'import sys, pip; print("%d.%d" % sys.version_info[:2])';
  for (const command of PYTHONS) {
    const { code, output } = await run(command, ['-c', question], { env });
    if (code === 0 && output.trim() === PYTHON_VERSION) {
      return command;
    }
  }
  throw new Error(NO_PYTHON);
}

const PIXEL = 'https://apachesuperset.gateway.scarf.sh/pixel/';
/** One transparent dot; what follows is after the #. */
const NO_PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7#';

/**
 * Every page draws a picture from elsewhere by which installations are counted, and no setting of the built pages turns it
 * off. The pages' policy would refuse it, with an error in everybody's console.
 *
 * @param {string} site
 */
async function removePixel(site) {
  const assets = path.join(site, 'superset/static/assets');
  let removed = 0;
  for (const name of await fs.readdir(assets)) {
    if (name.endsWith('.js')) {
      const text = await fs.readFile(path.join(assets, name), 'utf8');
      if (text.includes(PIXEL)) {
        await fs.writeFile(path.join(assets, name), text.replaceAll(PIXEL, NO_PIXEL));
        removed += 1;
      }
    }
  }
  if (removed === 0) {
    throw new Error(`Superset's pages do not have ${PIXEL} any more: see what they have instead`);
  }
}

/**
 * What every Python of Superset is run with: its own packages only.
 *
 * @param {string} home what it writes is there
 * @param {string} site
 * @param {string} programs the folder of its configuration
 */
const pythonEnv = (home, site, programs) => ({
  PYTHONPATH: site,
  // They are compiled when they are installed; the cache is to stay what it was.
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONNOUSERSITE: '1',
  SUPERSET_HOME: home,
  SUPERSET_CONFIG_PATH: path.join(programs, 'superset_config.py'),
});

/**
 * Its own database, as every first start would make it, in a minute: made once, and copied.
 *
 * @param {string} python
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} env
 * @param {string} programs
 */
async function prepareDatabase(python, dir, env, programs) {
  const { code, output } = await run(python, [path.join(programs, 'provision.py'), 'prepare'], {
    cwd: dir,
    // It signs nothing yet.
    env: { ...env, ...pythonEnv(dir, path.join(dir, SITE), programs), TDP_SUPERSET_SECRET_KEY: 'none' },
  });
  if (code !== 0) {
    throw new Error(`Superset cannot make its database: ${tail(output)}`);
  }
}

/**
 * @param {string} python
 * @param {string} requirements a file with the hash of every package
 * @returns {Promise<Artifact>}
 */
async function supersetArtifact(python, requirements) {
  const hash = createHash('sha256')
    .update(await fs.readFile(requirements))
    .digest('hex');
  return {
    name: `superset-6.1.0-${hash.slice(0, 12)}`,
    label: 'install Superset 6.1.0 (830 MB)',
    via: 'pip',
    grows: [],
    async fill(dir, env) {
      const temporary = path.join(dir, 'tmp'); // inside dir, so that progress sees it grow
      await fs.mkdir(temporary);
      const flags = ['-q', '--no-deps', '--disable-pip-version-check', '--no-input', '--require-hashes'];
      const { code, output } = await run(
        python,
        ['-m', 'pip', 'install', ...flags, '--target', path.join(dir, SITE), '-r', requirements],
        { cwd: dir, env: { ...env, TMPDIR: temporary } },
      );
      if (code !== 0) {
        throw new Error(
          `Superset cannot be installed: ${python} -m pip ended with exit code ${code}:\n${tail(output)}`,
        );
      }
      await fs.rm(temporary, { recursive: true });
      await removePixel(path.join(dir, SITE));
      await prepareDatabase(python, dir, env, path.dirname(requirements));
    },
  };
}

/**
 * Finds or installs Superset, every package by its hash.
 *
 * @param {{ repo: string, env: NodeJS.ProcessEnv, progress: Progress }} options
 * @returns {Promise<{ python: string, site: string, database: string, release: string }>} site: the folder of its
 *   packages; database: one that nobody has used yet; release: another one has other packages
 */
async function fetchSuperset({ repo, env, progress }) {
  const root = cacheDir(env);
  await removeLeftovers(root);
  const python = await findPython(env);
  const requirements = path.join(repo, 'deploy/local/superset/requirements.txt');
  const artifact = await supersetArtifact(python, requirements);
  const dir = path.join(root, artifact.name);
  if (!(await isIntact(dir))) {
    await download([artifact], { root, javaHome: '', env, progress });
  }
  return { python, site: path.join(dir, SITE), database: path.join(dir, DATABASE), release: artifact.name };
}

module.exports = { DATABASE, fetchSuperset, findPython, pythonEnv, removePixel };
