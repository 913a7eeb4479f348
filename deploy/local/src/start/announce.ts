import type { Progress } from '../fetch/progress';
import type { Backend, Services } from './backend';
import { processIds, withoutCredentials, writeStackFile } from './stack-file';

/** Says where everything is: to people on the terminal, to programs in stack.json. */
export async function announce(
  dir: string,
  backend: Backend,
  services: Services,
  progress: Progress,
): Promise<void> {
  const { kafkaBrokers, schemaRegistryUrl, mongodbUri, dataDir, logDir } = backend;
  await writeStackFile(dir, {
    pid: process.pid,
    kafkaBrokers,
    schemaRegistryUrl,
    mongodbUri,
    simulatorUrl: services.simulatorUrl,
    services: services.urls,
    processes: processIds(backend.processes()),
    dataDir,
    logDir,
  });
  progress.line('');
  if (services.simulatorUrl) {
    progress.line(`  X simulator      ${services.simulatorUrl}`);
  }
  for (const [name, url] of Object.entries(services.urls)) {
    progress.line(`  ${name.padEnd(16)} ${url}/metrics`);
  }
  progress.line(`  Kafka            ${kafkaBrokers}`);
  progress.line(`  schema registry  ${withoutCredentials(schemaRegistryUrl)}`);
  progress.line(`  MongoDB          ${withoutCredentials(mongodbUri)}`);
  progress.line(`  logs             ${logDir}`);
  progress.line('\nCtrl-C finishes what is under way and stops everything.\n');
}
