import { randomInt } from 'node:crypto';
import net from 'node:net';
import type { StackPorts } from './part';

const HOST = '127.0.0.1';
/** Below what the system gives to outgoing connections: none takes a port while its server is down. */
const ANY = { first: 12_000, end: 32_000 };

/** The preferred port when nothing listens there, else any free one. */
export async function pickPort(preferred: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (preferred !== 0 && !taken.has(preferred) && (await isFree(preferred))) {
    return preferred;
  }
  for (;;) {
    const port = randomInt(ANY.first, ANY.end);
    if (!taken.has(port) && (await isFree(port))) {
      return port;
    }
  }
}

/** Picks several ports that differ from each other. */
export async function pickPorts<Name extends string>(
  preferred: Readonly<Record<Name, number>>,
): Promise<Record<Name, number>> {
  const picked = { ...preferred } as Record<Name, number>;
  const taken = new Set<number>();
  for (const name of Object.keys(preferred) as Name[]) {
    picked[name] = await pickPort(preferred[name], taken);
    taken.add(picked[name]);
  }
  return picked;
}

/** Of the first broker and the first mongod; the ports of others follow. */
export interface PreferredPorts {
  readonly kafka: number;
  readonly controller: number;
  readonly registry: number;
  readonly registryManagement: number;
  readonly mongodb: number;
}

const PREFERRED: PreferredPorts = {
  kafka: 9092,
  controller: 9093,
  registry: 8081,
  registryManagement: 0,
  mongodb: 27017,
};

export interface StackPortsOptions {
  readonly brokers: number;
  readonly mongods: number;
  readonly preferred: Partial<PreferredPorts>;
}

export async function pickStackPorts({
  brokers,
  mongods,
  preferred,
}: StackPortsOptions): Promise<StackPorts> {
  const { kafka, controller, registry, registryManagement, mongodb } = { ...PREFERRED, ...preferred };
  const wanted: Record<string, number> = { registry, registryManagement };
  const following = (first: number, steps: number): number => (first === 0 ? 0 : first + steps);
  for (let index = 0; index < brokers; index += 1) {
    wanted[`kafka-${index}`] = following(kafka, 2 * index);
    wanted[`controller-${index}`] = following(controller, 2 * index);
    wanted[`clients-${index}`] = 0;
  }
  for (let index = 0; index < mongods; index += 1) {
    wanted[`mongodb-${index}`] = following(mongodb, index);
  }
  const picked = await pickPorts(wanted);
  const of = (name: string): number => picked[name] ?? 0;
  return {
    registry: of('registry'),
    registryManagement: of('registryManagement'),
    brokers: Array.from({ length: brokers }, (_, index) => ({
      kafka: of(`kafka-${index}`),
      controller: of(`controller-${index}`),
      clients: of(`clients-${index}`),
    })),
    mongods: Array.from({ length: mongods }, (_, index) => of(`mongodb-${index}`)),
  };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}
