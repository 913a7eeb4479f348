import type { XPlace, XPost } from '../wire';
import type { Random } from './random';
import { PLACES } from './vocabulary';

export function createPlace(random: Random): XPlace {
  const row = random.pick(PLACES);
  const [name, country, countryCode, west, south, east, north] = row;
  return {
    id: `01a9a39529b27f${PLACES.indexOf(row).toString().padStart(2, '0')}`,
    full_name: `${name}, ${country}`,
    name,
    country,
    country_code: countryCode,
    place_type: 'city',
    geo: { type: 'Feature', bbox: [west, south, east, north], properties: {} },
  };
}

/** Some posts say exactly where in their place they were made. */
export function createPoint(random: Random, place: XPlace): Pick<NonNullable<XPost['geo']>, 'coordinates'> {
  const [west, south, east, north] = place.geo?.bbox ?? [0, 0, 0, 0];
  const between = (from: number, to: number): number =>
    Math.round((from + random.next() * (to - from)) * 1e6) / 1e6;
  return random.chance(0.4)
    ? { coordinates: { type: 'Point', coordinates: [between(west, east), between(south, north)] } }
    : {};
}
