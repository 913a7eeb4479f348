import os from 'node:os';
import path from 'node:path';
import type { HyperFiles } from '../context';

/** Beside src and beside dist, so that the sources and the bundle find the same; downloads where the local stack has its own. */
export function hyperFiles(env: Readonly<Record<string, string | undefined>>): HyperFiles {
  const cache =
    env['TDP_CACHE_DIR'] ?? path.join(env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), NAME);
  const app =
    path.basename(__dirname) === 'dist' ? path.dirname(__dirname) : path.resolve(__dirname, '../..');
  return { scripts: path.join(app, 'hyper'), cache };
}

const NAME = 'twitter-data-pipeline';
