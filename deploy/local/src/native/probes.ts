import { createLogger, type KafkaAccess, type RegistryAccess, type TlsSettings } from '@tdp/service';
import { createKafka, pingKafka, pingRegistry } from '@tdp/streaming';
import type { MongoClient } from 'mongodb';
import { withMongo } from './mongo-client';

/**
 * Asks a broker for its API versions, and logs in where that is asked for. A broker binds its port well
 * before it serves requests, so that being able to connect says nothing.
 *
 * @param broker `host:port`
 */
export async function probeBroker(broker: string, access?: KafkaAccess): Promise<void> {
  await pingKafka(
    createKafka({
      brokers: [broker],
      clientId: 'local-stack',
      // What is wrong is in the error.
      logger: createLogger({ service: 'local-stack', version: 'local', level: 'silent' }),
      ...(access && { access }),
    }),
  );
}

/** Lists the registry's subjects. */
export async function probeRegistry(url: string, access?: RegistryAccess): Promise<void> {
  await pingRegistry({ url, ...(access && { access }) });
}

/** Pings a MongoDB server that takes writes. */
export async function probeMongo(uri: string, tls?: TlsSettings): Promise<void> {
  const work = async (client: MongoClient): Promise<void> => {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.isWritablePrimary !== true && hello.msg !== 'isdbgrid') {
      throw new Error('no primary yet');
    }
  };
  await withMongo(uri, work, tls);
}

/** Pings one mongod that serves its data, as primary or secondary. */
export async function probeMongod(directUri: string): Promise<void> {
  await withMongo(directUri, async (client) => {
    const hello = await client.db('admin').command({ hello: 1 });
    if (hello.isWritablePrimary !== true && hello.secondary !== true) {
      throw new Error('not a member yet');
    }
  });
}
