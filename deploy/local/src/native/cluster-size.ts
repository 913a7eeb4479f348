import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StackError } from '../supervise/stack-error';

export interface ClusterSize {
  readonly brokers: number;
  readonly mongods: number;
}

const FILE = 'cluster.json';
/** Of data from before the file was written. */
const ONE_OF_EACH: ClusterSize = { brokers: 1, mongods: 1 };

/**
 * Kafka's and MongoDB's data belong to so many servers.
 * @throws StackError when kept data are of another number of them
 */
export async function assertSameCluster(data: string, size: ClusterSize): Promise<void> {
  const file = path.join(data, FILE);
  const hasData = (await readdir(data)).length > 0;
  const text = await readFile(file, 'utf8').catch(() => null);
  const kept = text === null ? ONE_OF_EACH : (JSON.parse(text) as ClusterSize);
  if (hasData && (kept.brokers !== size.brokers || kept.mongods !== size.mongods)) {
    throw new StackError(
      `The data in ${data} are of ${describe(kept)}, and this start asks for ${describe(size)}. ` +
        `Start with --brokers ${kept.brokers} --mongod ${kept.mongods}, or without --keep-data.`,
    );
  }
  await writeFile(file, JSON.stringify(size));
}

const describe = ({ brokers, mongods }: ClusterSize): string =>
  `${brokers} ${brokers === 1 ? 'broker' : 'brokers'} and ${mongods} mongod`;
