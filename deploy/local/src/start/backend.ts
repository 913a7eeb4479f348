import type { Endpoints } from '../native/start-stack';
import type { StackError } from '../supervise/stack-error';

export type ServiceName = 'ingester' | 'enricher' | 'mongo-sink' | 'rollup';

export const SERVICE_NAMES: readonly ServiceName[] = ['ingester', 'enricher', 'mongo-sink', 'rollup'];
/** The simulator: its app, its process and its container. */
export const SIMULATOR = 'x-simulator';

/** Ports of this host, where they are free, of the services and the simulator. */
export const SERVICE_PORTS = {
  ...{ ingester: 9464, enricher: 9465, 'mongo-sink': 9466, rollup: 9467 },
  [SIMULATOR]: 8080,
};

/** The services that run with these settings. */
export const servicesOf = ({ rollups = true }: Pick<ServiceSettings, 'rollups'>): readonly ServiceName[] =>
  SERVICE_NAMES.filter((name) => rollups || name !== 'rollup');

/** The database that the services and this program share. */
export const DATABASE = 'twitter';

export interface ServiceSettings {
  readonly rate: number;
  readonly replayFile: string | null;
  readonly replayMode: 'once' | 'loop';
  /** Processes of enricher and mongo-sink each; 1 when absent. */
  readonly replicas?: number;
  /** Whether rollups are kept; they are when absent. */
  readonly rollups?: boolean;
  readonly from: 'simulator' | 'x';
}

export interface NamedProcess {
  readonly name: string;
  readonly pid: number;
}

/**
 * Kafka, registry and MongoDB with the topics and schemas of the pipeline, and
 * a way to start the services on them: as processes, or as containers.
 */
export interface Backend extends Endpoints {
  readonly dataDir: string;
  readonly logDir: string;
  /** What runs on this host and can be measured; containers are not listed. */
  processes(): readonly NamedProcess[];
  /** Resolves when something dies by itself. */
  readonly failed: Promise<StackError>;
  startServices(settings: ServiceSettings, signal: AbortSignal): Promise<Services>;
  /** Stops everything that still runs; answers with what did not end cleanly. */
  stop(): Promise<string[]>;
}

export interface Services {
  /** Null when X itself is read. */
  readonly simulatorUrl: string | null;
  /** By process: `enricher`, or `enricher-1` and so on where there are several. */
  readonly urls: Record<string, string>;
  /** A file with a line `id epochMs` for each post the simulator has sent so far. */
  emittedFile(): Promise<string>;
  /** Stops the ingester alone: no more posts come in, those under way go on. */
  stopSource(): Promise<void>;
  /** Source first, so that what it sent can be finished; answers with what did not end cleanly. */
  stop(): Promise<string[]>;
}

/** Names the database in a URI that names none. */
export function withDatabase(uri: string, database: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?(\?|$)/, `$1/${database}$2`);
}
