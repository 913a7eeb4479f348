import { mapPage, type MappedPage } from '../src/mapping/map-page';
import type { Observation } from '../src/observation';
import type { JsonObject } from '../src/reading/json';

export const OBSERVED_AT = 1_800_000_000_000;
export const INGESTED_AT = OBSERVED_AT + 5;

/** A body of X as a source hands it over; give it as text where its spelling matters. */
export function observationOf(body: unknown, origin: Observation['origin'] = 'stream'): Observation {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    kind: 'observation',
    origin,
    observedAt: OBSERVED_AT,
    body: JSON.parse(text) as JsonObject,
    bytes: Buffer.from(text),
  };
}

export const mapBodyOf = (body: unknown, origin?: Observation['origin']): MappedPage =>
  mapPage(observationOf(body, origin), INGESTED_AT);
