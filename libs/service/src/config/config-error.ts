/** One setting that cannot be used. */
export interface ConfigProblem {
  /** Name of the environment variable. */
  readonly key: string;
  readonly message: string;
}

/** The environment does not make a valid configuration; lists every problem at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
  readonly problems: readonly ConfigProblem[];

  constructor(service: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ key, message }) => `  ${key}: ${message}`);
    const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`;
    super(`${service} cannot start: ${count} wrong\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
