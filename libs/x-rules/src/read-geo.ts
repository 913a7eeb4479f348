import type { BoundingBoxNode, OperandNode, PointRadiusNode, Span } from './ast';
import { AREA_LIMIT_KM, AREA_LIMIT_MILES, distanceKm, toKilometres } from './geo';
import type { Report } from './report';
import type { OperatorToken } from './scan';

interface Part extends Span {
  readonly text: string;
}

// No exponents, and few enough digits that a number printed again is the same number.
const DECIMAL = /^[+-]?(?:\d{1,6}(?:\.\d{0,15})?|\.\d{1,15})$/;
const DISTANCE = /^(.*?)(km|mi)$/i;

const splitParts = ({ value }: OperatorToken): Part[] =>
  [...value.text.matchAll(/\S+/gu)].map((match) => ({
    text: match[0],
    offset: value.offset + 1 + match.index,
    length: match[0].length,
  }));

function readDegrees(part: Part, what: string, limit: number, report: Report): number | null {
  const degrees = DECIMAL.test(part.text) ? Number(part.text) + 0 : NaN;
  if (Math.abs(degrees) <= limit) {
    return degrees;
  }
  const { offset, length } = part;
  return report({
    message: `\`${part.text}\` is no ${what}: it takes decimal degrees from -${limit} to ${limit}`,
    offset,
    length,
    ...(what === 'latitude' && { hint: 'the longitude comes first' }),
  });
}

const badShape = (token: OperatorToken, shape: string, report: Report): null =>
  report({
    message: `\`${token.name}:\` takes ${shape}`,
    offset: token.value.offset,
    length: token.value.length,
    hint: 'separate the parts by spaces and enclose them in brackets',
  });

function readRadius(part: Part, report: Report): Pick<PointRadiusNode, 'radius' | 'unit'> | null {
  const { offset, length } = part;
  const [, number = '', suffix = ''] = DISTANCE.exec(part.text) ?? [];
  const unit = suffix.toLowerCase() === 'mi' ? 'mi' : 'km';
  const radius = DECIMAL.test(number) ? Number(number) : NaN;
  if (!(radius > 0)) {
    const message = `\`${part.text}\` is no radius`;
    return report({
      message,
      offset,
      length,
      hint: 'write a number with its unit, such as `16km` or `10mi`',
    });
  }
  if (toKilometres(radius, unit) >= AREA_LIMIT_KM) {
    const message = `The radius must be less than ${AREA_LIMIT_MILES}mi (${AREA_LIMIT_KM.toFixed(1)}km)`;
    return report({ message, offset, length });
  }
  return { radius, unit };
}

/** Reads `point_radius:[longitude latitude radius]`. */
export function readPointRadius(token: OperatorToken, report: Report): OperandNode | null {
  const [longitudePart, latitudePart, radiusPart, ...rest] = splitParts(token);
  if (token.value.form !== 'bracketed' || !longitudePart || !latitudePart || !radiusPart || rest.length > 0) {
    return badShape(token, '`[longitude latitude radius]`', report);
  }
  const longitude = readDegrees(longitudePart, 'longitude', 180, report);
  const latitude = readDegrees(latitudePart, 'latitude', 90, report);
  const circle = readRadius(radiusPart, report);
  if (longitude === null || latitude === null || !circle) {
    return null;
  }
  const { offset, length } = token;
  return { kind: 'point_radius', longitude, latitude, ...circle, offset, length };
}

function checkBox(box: BoundingBoxNode, span: Span, report: Report): OperandNode | null {
  const { west, south, east, north } = box;
  const where = { offset: span.offset, length: span.length };
  const order = '[west south east north]';
  if (west >= east) {
    return report({ message: 'West must be less than east', ...where, hint: `the order is ${order}` });
  }
  if (south >= north) {
    return report({ message: 'South must be less than north', ...where, hint: `the order is ${order}` });
  }
  // A box is widest where it is nearest to the equator.
  const widest = south <= 0 && north >= 0 ? 0 : Math.min(Math.abs(south), Math.abs(north));
  const width = distanceKm({ longitude: west, latitude: widest }, { longitude: east, latitude: widest });
  const height = distanceKm({ longitude: west, latitude: south }, { longitude: west, latitude: north });
  // Past half the globe the great circle shortens again; no box that wide is small, save at a pole.
  const tooWide = width >= AREA_LIMIT_KM || east - west >= 180;
  if (!tooWide && height < AREA_LIMIT_KM) {
    return box;
  }
  const side = tooWide ? `width (${width.toFixed(1)}km)` : `height (${height.toFixed(1)}km)`;
  const message = `The box's ${side} must be less than ${AREA_LIMIT_MILES}mi (${AREA_LIMIT_KM.toFixed(1)}km)`;
  return report({ message, ...where, hint: 'cover a larger area with several boxes joined by OR' });
}

/** Reads `bounding_box:[west south east north]`. */
export function readBoundingBox(token: OperatorToken, report: Report): OperandNode | null {
  const parts = splitParts(token);
  if (token.value.form !== 'bracketed' || parts.length !== 4) {
    return badShape(token, '`[west south east north]`', report);
  }
  const [west = null, south = null, east = null, north = null] = parts.map((part, index) =>
    index % 2 === 0 ? readDegrees(part, 'longitude', 180, report) : readDegrees(part, 'latitude', 90, report),
  );
  if (west === null || south === null || east === null || north === null) {
    return null;
  }
  const { offset, length } = token;
  return checkBox({ kind: 'bounding_box', west, south, east, north, offset, length }, token.value, report);
}
