/** In degrees. */
export interface Position {
  readonly longitude: number;
  readonly latitude: number;
}

/** In degrees; one over the 180th meridian has its west east of its east. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const EARTH_RADIUS_KM = 6_371;
/** About 5 km: X's boxes are drawn roughly, and a point at the edge is no contradiction. */
const TOLERANCE_DEGREES = 0.05;

/** Whether a position can be one; NaN is none. */
export const isOnEarth = ({ longitude, latitude }: Position): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;

/** X's bbox (west, south, east, north) when it can be one, else null. */
export function boxOf(bbox: readonly number[]): Box | null {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = bbox;
  const southWest = { longitude: west, latitude: south };
  const northEast = { longitude: east, latitude: north };
  return isOnEarth(southWest) && isOnEarth(northEast) && south <= north ? { west, south, east, north } : null;
}

/** How far it reaches from west to east, in degrees: 0 to 360. */
const widthOf = ({ west, east }: Box): number => (east >= west ? east - west : east - west + 360);

export function middleOf(box: Box): Position {
  const longitude = box.west + widthOf(box) / 2;
  return { longitude: longitude > 180 ? longitude - 360 : longitude, latitude: (box.south + box.north) / 2 };
}

export function contains(box: Box, { longitude, latitude }: Position): boolean {
  const eastOfWest = (((longitude - box.west + TOLERANCE_DEGREES) % 360) + 360) % 360;
  return (
    eastOfWest <= widthOf(box) + 2 * TOLERANCE_DEGREES &&
    latitude >= box.south - TOLERANCE_DEGREES &&
    latitude <= box.north + TOLERANCE_DEGREES
  );
}

/** From the middle to the corner that is farthest, in kilometres with one decimal (haversine). */
export function radiusKmOf(box: Box): number {
  const middle = middleOf(box);
  const corners = [box.south, box.north].map((latitude) => distanceKm(middle, latitude, widthOf(box) / 2));
  return Math.round(Math.max(...corners) * 10) / 10;
}

function distanceKm({ latitude: from }: Position, to: number, longitudeApart: number): number {
  const haversine =
    Math.sin(radians(to - from) / 2) ** 2 +
    Math.cos(radians(from)) * Math.cos(radians(to)) * Math.sin(radians(longitudeApart) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
