import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startMember } from '../supervise/member';
import { waitUntil } from '../supervise/wait-until';
import { HOST, START_TIMEOUT_MS, type PartContext, type StartedPart } from './part';
import { probeRegistry } from './probes';

/** Starts Apicurio on an H2 file, so that schema ids outlive a restart; its endpoint is the Confluent-compatible URL. */
export async function startRegistry(context: PartContext): Promise<StartedPart> {
  const { artifacts, clock, dir, env, ports, signal, supervisor } = context;
  const data = path.join(dir.data, 'registry');
  await mkdir(data, { recursive: true });
  const url = `http://${HOST}:${ports.registry}/apis/ccompat/v7`;
  const spec = {
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
  };
  const { member, ready } = await startMember({
    supervisor,
    spec,
    ready: (process) =>
      waitUntil({
        what: 'the schema registry',
        check: () => probeRegistry(url),
        timeoutMs: START_TIMEOUT_MS,
        clock,
        process,
        signal,
      }),
  });
  await ready;
  return { endpoint: url, members: [member] };
}
