import { isComplete, type Account, type LostTrace } from '@tdp/local-stack';

/** What is wrong with an account, for people; empty when nothing is. */
export function accountProblems(account: Account, trace: LostTrace | null): string[] {
  if (isComplete(account)) {
    return [];
  }
  const { lost, doubled, differentTexts } = account;
  const problems: string[] = [];
  if (lost.length > 0) {
    const where = trace
      ? ` (${trace.notProduced.length} not in tweets-raw, ${trace.notEnriched.length} not in tweets-enriched, ${trace.notStored.length} not in MongoDB)`
      : '';
    problems.push(`${lost.length} posts lost${where}: ${some(lost)}`);
  }
  if (doubled.length > 0) {
    problems.push(`${doubled.length} posts doubled: ${some(doubled)}`);
  }
  if (differentTexts.length > 0) {
    problems.push(`${differentTexts.length} texts differ: ${some(differentTexts)}`);
  }
  return problems;
}

const some = (ids: readonly string[]): string =>
  `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;
