import { createHash } from 'node:crypto';
import { hyphenated } from '../generate/uuid';

/**
 * The same UUID for the same name: what is imported again takes the place of what was there. Of the form of version 8,
 * whose digits are anyone's own.
 */
export function uuidOf(kind: 'database' | 'dataset' | 'chart' | 'dashboard', name: string): string {
  const digits = createHash('sha256').update(`twitter-data-pipeline/${kind}/${name}`).digest('hex');
  const variant = ((parseInt(digits.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return hyphenated(`${digits.slice(0, 12)}8${digits.slice(13, 16)}${variant}${digits.slice(17, 32)}`);
}
