import { PipelineError, type Logger } from '@tdp/service';
import type { IngesterMetrics } from '../metrics';
import type { XClient, XRuleToAdd } from '../x/client';
import { describeProblem, type XProblem } from '../x/problem';
import { diffRules, type DiffOptions } from './diff-rules';

export interface ReconcileRulesOptions extends DiffOptions {
  readonly client: Pick<XClient, 'listRules' | 'addRules' | 'deleteRules'>;
  readonly logger: Logger;
  readonly metrics: IngesterMetrics;
}

/**
 * Makes X's rules the wanted ones. X is asked first whether it takes the new ones, so that a refusal
 * leaves its rules as they are.
 * @throws PipelineError RULES_INVALID with each rule that X refuses; XRequestError
 */
export async function reconcileRules(
  wanted: readonly XRuleToAdd[],
  options: ReconcileRulesOptions,
): Promise<void> {
  const { client, logger } = options;
  const existing = await client.listRules();
  const { deleteFirst, add, deleteAfter } = diffRules(wanted, existing, options);

  if (add.length > 0) {
    const inTheWay = new Set(deleteFirst.map(({ value }) => value));
    const tried = add.filter(({ value }) => !inTheWay.has(value));
    const answer = tried.length === 0 ? [] : await client.addRules(tried, { dryRun: true });
    refuse(answer.filter((problem) => !isCap(problem) || deleteFirst.length === 0));
  }
  if (deleteFirst.length > 0) {
    await client.deleteRules(deleteFirst.map(({ id }) => id));
  }
  if (add.length > 0) {
    refuse(await client.addRules(add, { dryRun: false }));
  }
  if (deleteAfter.length > 0) {
    await client.deleteRules(deleteAfter.map(({ id }) => id));
  }
  const deleted = deleteFirst.length + deleteAfter.length;
  options.metrics.rules.set(existing.length - deleted + add.length);
  if (add.length + deleted > 0) {
    logger.info({ added: add.length, deleted, kept: existing.length - deleted }, 'rules reconciled');
  }
}

const isCap = ({ type, title }: XProblem): boolean => type === 'rule-cap' || title === 'RulesCapExceeded';

/** A rule that X already has is what we want; someone else may have added it meanwhile. */
const isDuplicate = ({ type }: XProblem): boolean => type === 'duplicate-rules';

function refuse(problems: readonly XProblem[]): void {
  const refused = problems.filter((problem) => !isDuplicate(problem));
  if (refused.length > 0) {
    const lines = refused.map((problem) =>
      problem.value === '' ? describeProblem(problem) : `${problem.value}\n    ${describeProblem(problem)}`,
    );
    throw new PipelineError('RULES_INVALID', `adding rules, which X refused:\n  ${lines.join('\n  ')}`);
  }
}
