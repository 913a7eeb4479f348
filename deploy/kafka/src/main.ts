import { ConfigError, createLogger, errorMessage, loadConfig, systemClock } from '@tdp/service';
import { configSchema } from './config';
import { deploy } from './deploy';

const CONFIG_EXIT_CODE = 78;

async function main(): Promise<void> {
  const config = loadConfig({ schema: configSchema, env: process.env, service: 'kafka-deploy', secrets: [] });
  const logger = createLogger({ service: 'kafka-deploy', version: '0.1.0', level: config.LOG_LEVEL });
  await deploy({ config, logger, clock: systemClock });
}

main().catch((error: unknown) => {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(error instanceof ConfigError ? CONFIG_EXIT_CODE : 1);
});
