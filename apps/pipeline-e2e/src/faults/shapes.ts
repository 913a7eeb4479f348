import { SIMULATOR } from '@tdp/local-stack';
import type { ClusterShape } from '../cluster/cluster';

/**
 * The simulator waits while nobody reads the stream, unless the shape says otherwise: then every post must be
 * stored, and no gap is an excuse.
 */

/** Everything there is more than once of; faults are those of processes. */
export const CLUSTER: ClusterShape = { brokers: 3, mongods: 3, replicas: 3 };

/** Three brokers behind proxies; faults are those of the network. */
export const PROXIED: ClusterShape = { brokers: 3, mongods: 1, replicas: 3, proxied: true };

/** One of everything: when a broker is away, Kafka is. */
export const SINGLE: ClusterShape = { brokers: 1, mongods: 1, replicas: 1 };

/** X waits for nobody: posts are made while the stream is not read, and whoever reads too slowly is disconnected. */
const LIKE_X: NonNullable<ClusterShape['serviceEnv']> = {
  [SIMULATOR]: { X_SIMULATOR_WHEN_ALONE: 'emit', X_SIMULATOR_SLOW_READER: 'disconnect' },
};

export const CLUSTER_LIKE_X: ClusterShape = { ...CLUSTER, serviceEnv: LIKE_X };
export const SINGLE_LIKE_X: ClusterShape = { ...SINGLE, serviceEnv: LIKE_X };
