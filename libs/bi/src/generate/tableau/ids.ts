import { createHash } from 'node:crypto';

const digest = (name: string): string => createHash('sha256').update(name).digest('hex').toUpperCase();

/** What Tableau tells sheets apart by; the same for a name each time. */
export function uuidOf(name: string): string {
  const hex = digest(name);
  const part = (from: number, to: number): string => hex.slice(from, to);
  return `{${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}}`;
}

/** What Tableau tells tables of a data source apart by. */
export const objectIdOf = (table: string): string => `${table}_${digest(table).slice(0, 32)}`;
