export { forwardPort, freePort } from './ports';
export { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from './records';
export { stackEndpoints, type StackEndpoints } from './stack';
export { uniqueName } from './unique-name';
export { waitUntil } from './wait-until';
