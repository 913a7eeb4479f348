import type { Clock } from '@tdp/service';
import type { Db } from 'mongodb';

/** Of Tableau's Hyper API, which is Python's. */
export interface HyperFiles {
  /** Holds session.py and requirements.txt. */
  readonly scripts: string;
  /** Where the API is kept once it is fetched. */
  readonly cache: string;
}

/** Tableau Server or Cloud, and who comes to it. */
export interface TableauServer {
  readonly url: string | undefined;
  /** As in its address; empty for the default site. */
  readonly site: string;
  readonly project: string;
  readonly tokenName: string | undefined;
  readonly tokenSecret: string | undefined;
}

/** What a command is given. */
export interface CommandContext {
  /** Opens the database for one piece of work. @throws ConfigError, PipelineError */
  readonly withDatabase: <T>(work: (database: Db) => Promise<T>) => Promise<T>;
  /** Lines for whoever asked; what was asked for and nothing else. */
  readonly print: (line: string) => void;
  /** A line about how far it is; replaced by the next one on a terminal. */
  readonly progress: (line: string) => void;
  readonly clock: Clock;
  /** Where paths on the command line are relative to. */
  readonly directory: string;
  /** What pseudonyms are made with, if one is set. @throws ConfigError */
  readonly pseudonymKey: () => string | undefined;
  readonly stopSignal: AbortSignal;
  /** Where an extract is published, as far as it is set. @throws ConfigError */
  readonly tableauServer: () => TableauServer;
  /** What an extract is written with. */
  readonly hyper: HyperFiles;
}
