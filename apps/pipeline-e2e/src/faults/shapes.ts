import type { ClusterShape } from '../cluster/cluster';

/** Everything there is more than once of; faults are those of processes. */
export const CLUSTER: ClusterShape = { brokers: 3, mongods: 3, replicas: 3 };

/** Three brokers behind proxies; faults are those of the network. */
export const PROXIED: ClusterShape = { brokers: 3, mongods: 1, replicas: 3, proxied: true };

/** One of everything: when a broker is away, Kafka is. */
export const SINGLE: ClusterShape = { brokers: 1, mongods: 1, replicas: 1 };
