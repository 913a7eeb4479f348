import type { DistanceUnit } from './ast';

/** Degrees. */
export interface Coordinates {
  readonly longitude: number;
  readonly latitude: number;
}

const EARTH_RADIUS_KM = 6371.0088;
const KM_PER_MILE = 1.609344;

/** X takes only areas smaller than this: the radius, or each side of a box. */
export const AREA_LIMIT_MILES = 25;

/** A distance in kilometres. */
export const toKilometres = (distance: number, unit: DistanceUnit): number =>
  unit === 'mi' ? distance * KM_PER_MILE : distance;

export const AREA_LIMIT_KM = toKilometres(AREA_LIMIT_MILES, 'mi');

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres. */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const latitude = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2;
  const longitude = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const haversine = latitude + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * longitude;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}
