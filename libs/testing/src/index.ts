<<<<<<< HEAD
export { forwardPort, freePort, stablePort } from './ports';
=======
>>>>>>> dddb713 (feat(service,testing): checks and warnings for settings of connections; certificates for tests)
export { createAuthority, type Authority, type CertificateOptions, type Certified } from './certificates';
export { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from './records';
export { stackEndpoints, type StackEndpoints } from './stack';
export {
  startTcpProxy,
  type Direction,
  type NetworkFault,
  type TcpProxy,
  type TcpProxyOptions,
} from './tcp-proxy';
export { uniqueName } from './unique-name';
export { waitUntil } from './wait-until';
