import path from 'node:path';
import { run, tail } from '../fetch/run';
import { DATABASE, withDatabase, type Backend } from '../start/backend';
import { StackError } from '../supervise/stack-error';
import { startNativeServices, type NativeOptions } from './native-services';
import { envFor, type PipelineEnv } from './service-env';
import { startStack } from './start-stack';
import { uncleanEnds } from './unclean-ends';

/** Runs everything as processes of this host. */
export async function startNativeBackend(options: NativeOptions): Promise<Backend> {
  const stack = await startStack(options);
  try {
    const pipelineEnv: PipelineEnv = {
      KAFKA_BROKERS: stack.kafkaBrokers,
      SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
      MONGODB_URI: withDatabase(stack.mongodbUri, DATABASE),
    };
    await options.progress.track('create topics, register schemas', () => deploy(options, pipelineEnv));
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

/** Creates the topics, registers the schemas. @throws StackError with the deploy job's last words */
export async function deploy(
  {
    repo,
    env,
    program = path.join(repo, 'deploy/kafka/dist/main.js'),
  }: Pick<NativeOptions, 'repo' | 'env'> & { readonly program?: string },
  pipelineEnv: PipelineEnv,
): Promise<void> {
  const { code, output } = await run(process.execPath, [program], {
    env: envFor('kafka-deploy', { ...env, ...pipelineEnv }),
  });
  if (code !== 0) throw new StackError(`Topics and schemas cannot be deployed:\n${tail(output)}`);
}
