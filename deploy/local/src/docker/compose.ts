import { run, tail } from '../fetch/run';
import { StackError } from '../supervise/stack-error';

/**
 * Runs `docker compose` with these arguments; answers with its output. What is added to the
 * environment holds for every later call too, or compose would recreate containers.
 */
export type Compose = (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;

export interface ComposeOptions {
  /** The checkout's root, where docker-compose.yml is. */
  readonly repo: string;
  /** Containers, networks and volumes of different projects never meet. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

export function createCompose({ repo, project, env }: ComposeOptions): Compose {
  let settings: NodeJS.ProcessEnv = {};
  return async (args, added = {}) => {
    settings = { ...settings, ...added };
    const flags = ['compose', '--project-name', project, '--progress', 'plain'];
    const { code, output } = await run('docker', [...flags, ...args], {
      cwd: repo,
      env: { ...env, ...settings },
    });
    if (code !== 0) {
      throw new StackError(`docker compose ${args.join(' ')} ended with exit code ${code}:\n${tail(output)}`);
    }
    return output;
  };
}
