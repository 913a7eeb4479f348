import type { GeoEnrichment, Place, Point } from '@tdp/contracts';
import { boxOf, type Box, contains, isOnEarth, middleOf, type Position, radiusKmOf } from './box';

type Location = Omit<GeoEnrichment, 'revision'>;

/** X's placeType in one spelling each. */
const PRECISIONS: Readonly<Record<string, string>> = {
  poi: 'poi',
  neighborhood: 'neighbourhood',
  city: 'city',
  admin: 'admin',
  country: 'country',
};

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** A post's position: its exact point where that can be true, else the middle of its place's box. */
export function locate(point: Point | null, place: Place | null, placeId: string | null): Location {
  const box = boxOf(place?.bbox ?? []);
  const exact = point === null ? null : judge(point, box);
  const position = exact?.position ?? (box === null ? null : middleOf(box));
  const code = place?.countryCode ?? null;
  const countryCode = code === null || code === '' ? null : code.toUpperCase();
  return {
    precision:
      exact !== null && exact.position !== null ? 'point' : (PRECISIONS[place?.placeType ?? ''] ?? 'unknown'),
    longitude: position?.longitude ?? null,
    latitude: position?.latitude ?? null,
    radiusKm: exact !== null && exact.position !== null ? 0 : box === null ? null : radiusKmOf(box),
    placeId: place?.id ?? placeId,
    placeName: place?.fullName ?? place?.name ?? null,
    countryCode,
    countryName: nameOf(countryCode) ?? place?.country ?? null,
    suspect: exact?.suspect ?? (box === null && (place?.bbox.length ?? 0) > 0 ? 'out_of_range' : null),
  };
}

interface Judged {
  /** Null for what can be nowhere. */
  readonly position: Position | null;
  readonly suspect: string | null;
}

function judge(
  { coordinates: [longitude = Number.NaN, latitude = Number.NaN] }: Point,
  box: Box | null,
): Judged {
  const position = { longitude, latitude };
  const exchanged = { longitude: latitude, latitude: longitude };
  if (!isOnEarth(position)) {
    return { position: null, suspect: isOnEarth(exchanged) ? 'swapped' : 'out_of_range' };
  }
  if (longitude === 0 && latitude === 0) {
    return { position, suspect: 'zero' };
  }
  if (box === null || contains(box, position)) {
    return { position, suspect: null };
  }
  return {
    position,
    suspect: isOnEarth(exchanged) && contains(box, exchanged) ? 'swapped' : 'outside_place',
  };
}

function nameOf(code: string | null): string | null {
  if (code === null || !/^[A-Z]{2}$/.test(code)) {
    return null;
  }
  return countryNames.of(code) ?? null;
}
