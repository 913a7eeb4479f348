export { createAuthority, type Authority, type CertificateOptions, type Certified } from './certificates';
export { startGuardedProxy, type GuardedProxy, type GuardedProxyOptions } from './guarded-proxy';
export { nextVersion } from './next-version';
export { forwardPort, freePort, stablePort } from './ports';
export { preparePython, type Python } from './python';
export { createRandom } from './random';
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
