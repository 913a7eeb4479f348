import type { Clock, Logger } from '@tdp/service';
import type { KafkaClient } from '@tdp/streaming';
import type { OperatorConfig } from './config';

/** What a command is given. */
export interface CommandContext {
  /** Opens nothing before a command asks. @throws ConfigError */
  readonly connect: () => Connection;
  /** Reads a file of lines, relative to where the command was typed. @throws the system's error */
  readonly readLines: (file: string) => readonly string[];
  readonly clock: Clock;
  /** Lines for whoever asked; what was asked for and nothing else. */
  readonly print: (line: string) => void;
  /** A line about how far it is; replaced by the next one on a terminal. */
  readonly progress: (line: string) => void;
  readonly stopSignal: AbortSignal;
}

export interface Connection {
  readonly config: OperatorConfig;
  readonly kafka: KafkaClient;
  readonly logger: Logger;
}
