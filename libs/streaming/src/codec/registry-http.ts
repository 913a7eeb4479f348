import type { configs as Configs } from 'mappersmith';
import type { Fetch as FetchGateway } from 'mappersmith/gateway/fetch';

// require, not import: bundlers give importers the ESM copy, and the registry client uses the other.
/* eslint-disable @typescript-eslint/no-require-imports */
const { configs } = require('mappersmith') as { configs: typeof Configs };
const { Fetch } = require('mappersmith/gateway/fetch') as { Fetch: typeof FetchGateway };
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * Has the registry client's HTTP layer use fetch. Its own gateway calls url.parse, for which
 * Node prints a deprecation warning at every start (DEP0169).
 */
export function useFetchForRegistry(): void {
  configs.gateway = Fetch;
  configs.fetch = globalThis.fetch;
}
