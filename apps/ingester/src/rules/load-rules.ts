import { readFile } from 'node:fs/promises';
import { errorMessage, PipelineError, type Component, type Logger } from '@tdp/service';
import type { XRuleToAdd } from '../x/client';
import { compileRules, describeProblems, type RuleLimits } from './compile-rules';

/** The rules of a file, once it has started. */
export interface LoadedRules extends Component {
  compiled(): readonly XRuleToAdd[];
}

/** Creates what reads and compiles rules.yaml. start() throws PipelineError RULES_INVALID with every problem. */
export function createLoadedRules(file: string, limits: RuleLimits, logger: Logger): LoadedRules {
  let rules: readonly XRuleToAdd[] = [];
  return {
    name: 'rules',
    async start() {
      const result = compileRules(await readText(file), limits);
      if (!result.ok) {
        const problems = describeProblems(file, result.problems);
        throw new PipelineError('RULES_INVALID', `compiling the rules:\n${problems}`);
      }
      for (const { line, message } of result.doubts) {
        logger.warn(
          { file, line, detail: message },
          'a rule that is trusted: only X can tell whether it takes it',
        );
      }
      rules = result.rules;
    },
    stop: () => Promise.resolve(),
    compiled: () => rules,
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new PipelineError(
      'RULES_INVALID',
      `reading the rules (INGESTER_RULES_FILE): ${errorMessage(error)}`,
    );
  }
}
