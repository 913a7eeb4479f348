import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { waitUntil } from '../supervise/wait-until';
import { HOST, START_TIMEOUT_MS, type PartContext } from './part';
import { probeRegistry } from './probes';

/** Starts Apicurio on an H2 file, so that schema ids outlive a restart; answers with its Confluent-compatible URL. */
export async function startRegistry(context: PartContext): Promise<string> {
  const { artifacts, clock, dir, env, ports, signal, supervisor } = context;
  const data = path.join(dir.data, 'registry');
  await mkdir(data, { recursive: true });
  const managed = await supervisor.start({
    name: 'registry',
    command: path.join(artifacts.javaHome, 'bin', 'java'),
    // It serves a few requests per client start: compiling less makes it start in half the time.
    args: ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', 'quarkus-run.jar'],
    cwd: artifacts.apicurioApp,
    env: {
      ...env,
      QUARKUS_HTTP_HOST: HOST,
      QUARKUS_HTTP_PORT: String(ports.registry),
      // Health and metrics have a port of their own, open to every network unless told otherwise.
      QUARKUS_MANAGEMENT_HOST: HOST,
      QUARKUS_MANAGEMENT_PORT: String(ports.registryManagement),
      QUARKUS_LOG_CONSOLE_COLOR: 'false',
      APICURIO_STORAGE_KIND: 'sql',
      APICURIO_STORAGE_SQL_KIND: 'h2',
      APICURIO_DATASOURCE_URL: `jdbc:h2:file:${path.join(data, 'registry')}`,
    },
  });
  const url = `http://${HOST}:${ports.registry}/apis/ccompat/v7`;
  await waitUntil({
    what: 'the schema registry',
    check: () => probeRegistry(url),
    timeoutMs: START_TIMEOUT_MS,
    clock,
    process: managed,
    signal,
  });
  return url;
}
