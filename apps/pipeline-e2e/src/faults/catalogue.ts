import { backlog } from './backlog';
import { CONSUMER_FAULTS, PROXIED_CONSUMER_FAULTS } from './consumer-faults';
import type { Fault } from './fault';
import { hostileRequests } from './hostile-requests';
import { KAFKA_FAULTS, OUTAGES } from './kafka-faults';
import { MONGO_FAULTS } from './mongo-faults';
import { rollingRestart } from './rolling-restart';
import { SERVICE_FAULTS } from './service-faults';
import { CLUSTER, PROXIED, SINGLE, SINGLE_LIKE_X } from './shapes';
import { TOPIC_FAULTS } from './topic-faults';

const ALL: readonly Fault[] = [
  ...KAFKA_FAULTS,
  ...SERVICE_FAULTS,
  ...MONGO_FAULTS,
  ...PROXIED_CONSUMER_FAULTS,
  ...CONSUMER_FAULTS,
  rollingRestart,
  backlog,
  hostileRequests,
  ...OUTAGES,
  ...TOPIC_FAULTS,
];

/** Every fault that is run here; those of one shape stand together, so that they share a cluster. */
export const FAULTS: readonly Fault[] = [PROXIED, CLUSTER, SINGLE, SINGLE_LIKE_X].flatMap((shape) =>
  ALL.filter((fault) => fault.shape === shape),
);
