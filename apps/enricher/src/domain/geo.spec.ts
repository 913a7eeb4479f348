import type { Place, Point } from '@tdp/contracts';
import { locate } from './geo';

const point = (longitude: number, latitude: number): Point => ({
  type: 'Point',
  coordinates: [longitude, latitude],
});
const place = (overrides: Partial<Place> = {}): Place => ({
  id: '01a9a39529b27f36',
  fullName: 'Manhattan, NY',
  name: 'Manhattan',
  country: 'United States',
  countryCode: 'US',
  placeType: 'city',
  containedWithin: [],
  geoType: 'Feature',
  bbox: [-74.026675, 40.683935, -73.910408, 40.877483],
  ...overrides,
});

it('is the exact point where there is one, with the place it lies in', () => {
  expect(locate(point(-73.97, 40.78), place(), null)).toEqual({
    precision: 'point',
    longitude: -73.97,
    latitude: 40.78,
    radiusKm: 0,
    placeId: '01a9a39529b27f36',
    placeName: 'Manhattan, NY',
    countryCode: 'US',
    countryName: 'United States',
    suspect: null,
  });
});

it("is the middle of the place's box, said to be no better than that", () => {
  const { precision, longitude, latitude, radiusKm } = locate(null, place(), null);
  expect([precision, longitude, latitude]).toEqual([
    'city',
    expect.closeTo(-73.9685415, 6),
    expect.closeTo(40.780709, 6),
  ]);
  // Half of it is 10.76 km from south to north and 4.90 km from west to east: 11.82 km by Pythagoras.
  expect(radiusKm).toBe(11.8);
});

it.each([
  ['poi', 'poi'],
  ['neighborhood', 'neighbourhood'],
  ['admin', 'admin'],
  ['country', 'country'],
  ['galaxy', 'unknown'],
  [null, 'unknown'],
])('has the precision of a place of type %j: %s', (placeType, precision) => {
  expect(locate(null, place({ placeType }), null).precision).toBe(precision);
});

it.each([
  // Fiji: 176.9 E to 178.2 W is 4.9 degrees wide, its middle 179.35 E.
  ['Fiji', [176.9, -19.2, -178.2, -16.1], 179.35, -17.65],
  // Chukotka with the Wrangel island: the middle is west of the line.
  ['Chukotka', [157, 61, -169, 72], 174, 66.5],
  ['the Aleutians', [172, 51, -163, 55], -175.5, 53],
])('the box of %s crosses 180°', (_where, bbox, longitude, latitude) => {
  const middle = locate(null, place({ bbox }), null);
  expect(middle.longitude).toBeCloseTo(longitude, 6);
  expect(middle.latitude).toBeCloseTo(latitude, 6);
  expect(middle.suspect).toBeNull();
  expect(locate(point(179.9, latitude), place({ bbox }), null).suspect).toBeNull();
  expect(locate(point(-179.9, latitude), place({ bbox }), null).suspect).toBeNull();
  expect(locate(point(0.1, latitude), place({ bbox }), null).suspect).toBe('outside_place');
});

it.each([
  ['0,0', point(0, 0), place(), 'zero', 'point'],
  ['exchanged, both on Earth', point(40.78, -73.97), place(), 'swapped', 'point'],
  ['exchanged, and on Earth only so', point(40.78, 151.2), place(), 'swapped', 'city'],
  ['in another country', point(2.35, 48.85), place(), 'outside_place', 'point'],
  ['nowhere', point(-200, 999), place(), 'out_of_range', 'city'],
  ['no numbers', { type: 'Point', coordinates: [] }, place(), 'out_of_range', 'city'],
  ['nowhere, and no place', point(-200, 999), null, 'out_of_range', 'unknown'],
  ['just over the edge', point(-73.9, 40.9), place(), null, 'point'],
  ['without a place', point(2.35, 48.85), null, null, 'point'],
])('says what is odd about a point that is %s', (_what, given, where, suspect, precision) => {
  expect(locate(given, where, null)).toMatchObject({ suspect, precision });
});

it.each([
  ['south of the pole', [-74, -200, -73, 40]],
  ['north of the pole', [-74, 40, -73, 999]],
  ['upside down', [-74, 41, -73, 40]],
  ['too short', [-74, 40]],
])('gives no position for a box that is %s', (_what, bbox) => {
  expect(locate(null, place({ bbox }), null)).toMatchObject({
    longitude: null,
    latitude: null,
    radiusKm: null,
    suspect: 'out_of_range',
    precision: 'city',
  });
});

it('names the country in English whatever X calls it, and keeps what it cannot name', () => {
  expect(locate(null, place({ country: 'Deutschland', countryCode: 'de' }), null)).toMatchObject({
    countryCode: 'DE',
    countryName: 'Germany',
  });
  expect(locate(null, place({ country: 'Atlantis', countryCode: 'QQ1' }), null).countryName).toBe('Atlantis');
  expect(locate(null, place({ country: null, countryCode: '' }), null)).toMatchObject({
    countryCode: null,
    countryName: null,
  });
});

it('keeps the id of a place that X did not send along', () => {
  expect(locate(null, null, '07d9')).toMatchObject({
    placeId: '07d9',
    precision: 'unknown',
    longitude: null,
    suspect: null,
  });
});
