import type { RuleProblem } from '@tdp/x-rules';
import type { AddResult, RuleLimits } from './rule-store';

const TYPES = 'https://api.x.com/2/problems';

/** A problem object as X sends it; the members beside these depend on `type`. */
export interface Problem {
  readonly title: string;
  readonly type: string;
  readonly detail?: string;
  readonly [member: string]: unknown;
}

/** One wrong parameter: its name, what was sent, and why it was refused. */
export interface InvalidParameter {
  readonly name?: string;
  readonly values?: readonly string[];
  readonly message: string;
}

export const invalidRequest = (...parameters: readonly InvalidParameter[]): Problem => ({
  errors: parameters.map(({ name, values = [], message }) => ({
    parameters: name === undefined ? {} : { [name]: values },
    message,
  })),
  title: 'Invalid Request',
  detail: 'One or more parameters to your request was invalid.',
  type: `${TYPES}/invalid-request`,
});

export const ruleNotFound = (id: string): Problem => ({
  value: id,
  detail: `Could not find rule with ids: [${id}].`,
  title: 'Not Found Error',
  resource_type: 'rule',
  parameter: 'ids',
  resource_id: id,
  type: `${TYPES}/resource-not-found`,
});

export const ruleCap = ({ maxRules }: RuleLimits): Problem => ({
  title: 'RulesCapExceeded',
  detail: `You have exceeded the maximum number of rules: ${maxRules}.`,
  type: `${TYPES}/rule-cap`,
});

const describe = ({ message, offset, hint }: RuleProblem): string =>
  `${message} (at position ${offset + 1})${hint === undefined ? '' : `; ${hint}`}`;

/** What X reports for a rule that was not added; undefined for one that was. */
export function refusalOf(result: AddResult): Problem | undefined {
  switch (result.kind) {
    case 'added':
      return undefined;
    case 'duplicate': {
      const { value, id } = result.rule;
      return { value, id, title: 'DuplicateRule', type: `${TYPES}/duplicate-rules` };
    }
    case 'invalid':
      return {
        value: result.value,
        details: result.problems.map(describe),
        title: 'UnprocessableEntity',
        type: `${TYPES}/invalid-rules`,
      };
  }
}
