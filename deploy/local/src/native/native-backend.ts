import path from 'node:path';
import { isGiven } from '../fetch/given';
import { run, tail } from '../fetch/run';
import { DATABASE, withDatabase, type Backend } from '../start/backend';
import { StackError } from '../supervise/stack-error';
import { startNativeServices, type NativeOptions } from './native-services';
import { envFor, type PipelineEnv } from './service-env';
import { startStack } from './start-stack';
import { uncleanEnds } from './unclean-ends';

/** Runs everything as processes of this host. */
export async function startNativeBackend(
  options: NativeOptions & { deployTopics: boolean },
): Promise<Backend> {
  const stack = await startStack(options);
  try {
    const pipelineEnv: PipelineEnv = {
      KAFKA_BROKERS: stack.kafkaBrokers,
      SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
      MONGODB_URI: withDatabase(stack.mongodbUri, DATABASE),
    };
    await prepareTopics(options, pipelineEnv);
    return {
      kafkaBrokers: pipelineEnv.KAFKA_BROKERS,
      schemaRegistryUrl: pipelineEnv.SCHEMA_REGISTRY_URL,
      mongodbUri: pipelineEnv.MONGODB_URI,
      dataDir: stack.dir.data,
      logDir: stack.dir.logs,
      processes: stack.processes,
      failed: stack.failed,
      startServices: (settings, signal) =>
        startNativeServices({ ...options, stack, settings, pipelineEnv, signal }),
      async stop() {
        await stack.stop();
        return uncleanEnds(stack.processes());
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

const TOPICS_MISSING = 3;

/** Somebody's servers are changed only by whoever asked for it; those of this program always. */
async function prepareTopics(
  options: NativeOptions & { deployTopics: boolean },
  pipelineEnv: PipelineEnv,
): Promise<void> {
  const { env, deployTopics, progress } = options;
  const given = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL'].filter((name) => isGiven(env, name));
  if (given.length === 0) {
    await progress.track('create topics, register schemas', () => deploy(options, pipelineEnv));
  } else if (deployTopics) {
    progress.line(
      await progress.track('create topics, register schemas', () => deploy(options, pipelineEnv)),
    );
  } else {
    await progress.track('look for topics and schemas', () => requireDeployed(options, pipelineEnv, given));
  }
}

async function requireDeployed(
  options: NativeOptions,
  pipelineEnv: PipelineEnv,
  given: readonly string[],
): Promise<void> {
  const { code, output } = await runDeploy(options, pipelineEnv, ['--check']);
  if (code === TOPICS_MISSING) {
    const missing = /^missing: (.*)$/m.exec(output)?.[1] ?? output;
    throw new StackError(
      `The servers that ${given.join(' and ')} name lack: ${missing}.\n` +
        'Nothing was changed. npm start -- --deploy-topics creates them and prints what it does.',
    );
  }
  if (code !== 0) {
    throw new StackError(`Topics and schemas cannot be looked for:\n${tail(output)}`);
  }
}

export interface DeployOptions extends Pick<NativeOptions, 'repo' | 'env'> {
  /** Another release's deploy job; default: this checkout's. */
  readonly program?: string;
}

/**
 * Creates the topics, registers the schemas; answers with the plan as the deploy job printed it.
 *
 * @throws StackError with the deploy job's last words
 */
export async function deploy(options: DeployOptions, pipelineEnv: PipelineEnv): Promise<string> {
  const { code, output } = await runDeploy(options, pipelineEnv, []);
  if (code !== 0) {
    throw new StackError(`Topics and schemas cannot be deployed:\n${tail(output)}`);
  }
  return output;
}

function runDeploy(
  { repo, env, program = path.join(repo, 'deploy/kafka/dist/main.js') }: DeployOptions,
  pipelineEnv: PipelineEnv,
  args: readonly string[],
): ReturnType<typeof run> {
  return run(process.execPath, [program, ...args], {
    env: envFor('kafka-deploy', { ...env, ...pipelineEnv }),
  });
}
