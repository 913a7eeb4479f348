import { randomBytes } from 'node:crypto';

/** A name no other test or run uses, fit for topics, groups and databases. */
export function uniqueName(what: string): string {
  return `${what}-${process.pid}-${randomBytes(4).toString('hex')}`;
}
