import { locate } from '../domain/geo';
import type { Step } from './step';

/** Where the post was written, as precisely as its author said. */
export const createGeoStep = (): Step<'geo'> => ({
  need: 'optional',
  revision: 1,
  run: (_tweet, { post: { coordinates, place, placeId } }) =>
    coordinates === null && place === null && placeId === null ? null : locate(coordinates, place, placeId),
});
