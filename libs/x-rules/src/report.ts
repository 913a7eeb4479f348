import type { RuleProblem } from './ast';

/** Notes a problem; returns null, so that a reader can report and give up in one statement. */
export type Report = (problem: RuleProblem) => null;
