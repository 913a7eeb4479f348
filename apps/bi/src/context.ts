import type { Db } from 'mongodb';

/** What a command is given. */
export interface CommandContext {
  /** Opens the database for one piece of work. @throws ConfigError, PipelineError */
  readonly withDatabase: <T>(work: (database: Db) => Promise<T>) => Promise<T>;
  /** Lines for whoever asked; what was asked for and nothing else. */
  readonly print: (line: string) => void;
}
