import { createHash } from 'node:crypto';
import { hyphenated } from '../uuid';

const digest = (name: string): string => createHash('sha256').update(name).digest('hex').toUpperCase();

/** What Tableau tells sheets apart by; the same for a name each time. */
export const uuidOf = (name: string): string => `{${hyphenated(digest(name))}}`;

/** What Tableau tells tables of a data source apart by. */
export const objectIdOf = (table: string): string => `${table}_${digest(table).slice(0, 32)}`;
