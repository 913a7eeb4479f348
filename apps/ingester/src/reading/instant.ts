const ZERO = 48;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const WITH_FRACTION_OR_OFFSET = /^(.{19})(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const units = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : NaN;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The seconds part, `2026-01-15T10:35:00`, as epoch ms; NaN unless it is a real date and time. */
function readSeconds(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const separated =
    text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  const days = (DAYS_IN_MONTH[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
  // Date.UTC would roll the 30th of February over and read year 99 as 1999.
  const real =
    separated && year >= 1000 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
  return real ? Date.UTC(year, month - 1, day, hour, minute, second) : NaN;
}

/**
 * An RFC 3339 instant as epoch ms, whatever the time zone of the process; null when it is none.
 * `exact` is false when it has more precision than milliseconds.
 */
export function parseInstant(text: string): { readonly ms: number; readonly exact: boolean } | null {
  const match = WITH_FRACTION_OR_OFFSET.exec(text);
  if (match === null) {
    return null;
  }
  const [, seconds = '', fraction = '', sign, hours = '0', minutes = '0'] = match;
  const offset = Number(hours) * 60 + Number(minutes);
  if (Number(hours) > 23 || Number(minutes) > 59) {
    return null;
  }
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const ms = readSeconds(seconds) + millis - (sign === '-' ? -offset : offset) * 60_000;
  return Number.isNaN(ms) ? null : { ms, exact: /^0*$/.test(fraction.slice(3)) };
}
