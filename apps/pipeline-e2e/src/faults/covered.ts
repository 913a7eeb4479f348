import type { CoveredFault } from './fault';

const e2e = (name: string): string => `apps/pipeline-e2e/src/${name}.e2e.spec.ts`;
const streaming = (name: string): string => `libs/streaming/src/${name}.spec.ts`;
const service = (name: string): string => `libs/service/src/${name}.spec.ts`;
const sink = (name: string): string => `apps/mongo-sink/src/${name}.spec.ts`;

/** Faults that other tests show; nothing of them is run by `npm run faults`. */
export const COVERED: readonly CoveredFault[] = [
  { name: 'T15', title: 'a topic is absent', coveredBy: [streaming('kafka-parts.int')] },
  {
    name: 'T22',
    title: 'a handler throws a bug; the consumer crashes for good',
    coveredBy: [streaming('consumer/batch-loop'), streaming('consumer/supervise')],
  },
  { name: 'T23', title: 'poison of every kind', coveredBy: [e2e('poison')] },
  { name: 'T24', title: 'nothing but poison', coveredBy: [streaming('consumer/consumer-loop.int')] },
  {
    name: 'T25',
    title: 'the dead-letter topic cannot be written',
    coveredBy: [e2e('operations'), streaming('consumer/process-slice')],
  },
  {
    name: 'T26',
    title: 'writers of several versions; an incompatible change',
    coveredBy: [e2e('upgrade'), streaming('codec/contract-compatibility')],
  },
  {
    name: 'T27',
    title: 'a record or document that is too large',
    coveredBy: [streaming('producer/producer.int'), sink('operations')],
  },
  {
    name: 'T29',
    title: 'one bad document of 1,000; login revoked',
    coveredBy: [sink('writers/writers.int'), sink('operations')],
  },
  {
    name: 'T31',
    title: 'wrong password, unknown or expired certificate, a session that ends',
    coveredBy: [
      e2e('secured'),
      'deploy/local/test/secured/secured.int.spec.ts',
      streaming('codec/registry-client.int'),
    ],
  },
  {
    name: 'T32',
    title: 'secrets in settings, URIs and messages',
    coveredBy: [
      e2e('secured'),
      service('redact'),
      service('config/load-config'),
      service('config/connections'),
    ],
  },
  {
    name: 'T33',
    title: 'hostile requests to /metrics',
    coveredBy: [service('http/http-server')],
  },
  { name: 'T35', title: 'instants of any form', coveredBy: ['apps/ingester/src/reading/instant.spec.ts'] },
  {
    name: 'T36',
    title: 'settings that are wrong',
    coveredBy: [service('config/load-config'), 'apps/ingester/src/config.spec.ts'],
  },
];
