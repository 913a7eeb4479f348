import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import path from 'node:path';
import { PipelineError } from '@tdp/service';
import type { TableauServer } from '../context';
import { preparePython, type PythonOptions } from './python';

/** A server that is set in full. */
export type PublishSettings = { readonly [K in keyof TableauServer]: string };

export interface Publishing extends Pick<PythonOptions, 'cache' | 'progress' | 'signal'> {
  /** Holds publish.py and publish-requirements.txt. */
  readonly scripts: string;
}

/** @throws PipelineError CONFIG_INVALID naming every setting that is missing */
export function publishSettings(server: TableauServer): PublishSettings {
  const { url, tokenName, tokenSecret } = server;
  if (url === undefined || tokenName === undefined || tokenSecret === undefined) {
    const needed = { TABLEAU_URL: url, TABLEAU_TOKEN_NAME: tokenName, TABLEAU_TOKEN_SECRET: tokenSecret };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? name : []));
    throw new PipelineError(
      'CONFIG_INVALID',
      `--publish needs ${missing.join(', ')}: a personal access token of Tableau, and the address of its server`,
    );
  }
  return { ...server, url, tokenName, tokenSecret };
}

/**
 * Puts a file on Tableau Server or Cloud, over what has its name there, by Tableau's own client; answers with a line about it.
 * @throws PipelineError that names the server and the token, never its secret; the file stays
 */
export async function publish(
  file: string,
  settings: PublishSettings,
  { scripts, ...fetching }: Publishing,
): Promise<string> {
  const { progress, signal } = fetching;
  const requirements = path.join(scripts, 'publish-requirements.txt');
  const python = await preparePython({ what: "Tableau's client of its server", requirements, ...fetching });
  progress(`publishing ${path.basename(file)}`);
  const name = path.basename(file, path.extname(file));
  const child = spawn(python, [path.join(scripts, 'publish.py')], {
    signal,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const failed = new Promise<never>((_resolve, reject) => child.on('error', reject));
  // On its input: what is on a command line every user of the machine sees.
  child.stdin.end(JSON.stringify({ ...settings, file, name }));
  const said = await Promise.race([text(child.stdout), failed]);
  signal.throwIfAborted();
  const answer = (said === '' ? { error: 'it ended' } : JSON.parse(said)) as {
    error?: string;
    value?: string;
  };
  const { url, site, project, tokenName } = settings;
  const where = `${url}, site ${site === '' ? 'default' : site}, project ${project}`;
  if (answer.error !== undefined) {
    const cause = answer.error.replaceAll(settings.tokenSecret, '[hidden]').replaceAll(/\s+/g, ' ').trim();
    throw new PipelineError(
      'CONFIG_INVALID',
      `publishing to ${where} as the token ${tokenName}: ${cause}; ${file} is whole and stays`,
    );
  }
  return `published: ${name} on ${where}`;
}
