import {
  distanceKm,
  toKilometres,
  type BoundingBoxNode,
  type Coordinates,
  type PointRadiusNode,
} from '@tdp/x-rules';
import type { MatchInput } from './match-input';

/** What X compares with an area: the exact point if the post has one, else the corners of its place. */
function locate({ isRepost, source }: MatchInput): readonly Coordinates[] {
  // A repost has no place of its own, and the original's does not count.
  if (isRepost) {
    return [];
  }
  const point = source.post.geo?.coordinates?.coordinates;
  if (point) {
    return [{ longitude: point[0], latitude: point[1] }];
  }
  const box = source.place?.geo?.bbox;
  if (!box) {
    return [];
  }
  const [west, south, east, north] = box;
  return [west, east].flatMap((longitude) => [south, north].map((latitude) => ({ longitude, latitude })));
}

const liesWithin = (input: MatchInput, contains: (corner: Coordinates) => boolean): boolean => {
  const corners = locate(input);
  return corners.length > 0 && corners.every(contains);
};

/** A place matches only if all of it lies within the area. */
export const matchPointRadius = (node: PointRadiusNode) => {
  const limit = toKilometres(node.radius, node.unit);
  return (input: MatchInput): boolean => liesWithin(input, (corner) => distanceKm(node, corner) <= limit);
};

/** A place matches only if all of it lies within the box. */
export const matchBoundingBox =
  ({ west, south, east, north }: BoundingBoxNode) =>
  (input: MatchInput): boolean =>
    liesWithin(
      input,
      ({ longitude, latitude }) =>
        longitude >= west && longitude <= east && latitude >= south && latitude <= north,
    );
