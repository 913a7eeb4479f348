import { SIMULATOR } from '@tdp/local-stack';
import type { ClusterShape } from '../cluster/cluster';

/** X waits for nobody: posts are made while the stream is not read, and whoever reads too slowly is disconnected. */
const serviceEnv: NonNullable<ClusterShape['serviceEnv']> = {
  [SIMULATOR]: { X_SIMULATOR_WHEN_ALONE: 'emit', X_SIMULATOR_SLOW_READER: 'disconnect' },
};

/** Everything there is more than once of; faults are those of processes. */
export const CLUSTER: ClusterShape = { brokers: 3, mongods: 3, replicas: 3, serviceEnv };

/** Three brokers behind proxies; faults are those of the network. */
export const PROXIED: ClusterShape = { brokers: 3, mongods: 1, replicas: 3, proxied: true, serviceEnv };

/** One of everything: when a broker is away, Kafka is. */
export const SINGLE: ClusterShape = { brokers: 1, mongods: 1, replicas: 1, serviceEnv };
