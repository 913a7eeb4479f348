import type { Template } from '../generator/template';

/** One version of a post that was made. */
export interface Emission {
  readonly template: Template;
  readonly id: string;
  readonly createdAtMs: number;
  readonly chain: EditChain;
}

/** All versions of a post, oldest first; grows with each edit. A post that was never edited is its only version. */
export interface EditChain {
  readonly startedAtMs: number;
  readonly versions: Emission[];
}

/** The id that a chain is known by: that of its first version. */
export const chainIdOf = ({ chain, id }: Emission): string => chain.versions[0]?.id ?? id;
