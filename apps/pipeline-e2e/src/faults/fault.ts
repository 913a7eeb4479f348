import type { Cluster, ClusterShape } from '../cluster/cluster';

/** What a fault showed, for the report: name to value. */
export type Figures = Readonly<Record<string, number | string>>;

export interface FaultContext {
  readonly cluster: Cluster;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** The checkout's root. */
  readonly repo: string;
  /** Of what is done over and over. */
  readonly rounds: number;
  /** Notes what should hold and does not; the fault goes on. */
  readonly problem: (what: string) => void;
  /** These posts were destroyed by the fault itself: nobody can store them. */
  readonly destroyed: (ids: readonly string[]) => void;
}

/** One thing that goes wrong while posts flow. */
export interface Fault {
  /** As on the command line. */
  readonly name: string;
  /** What is done. */
  readonly title: string;
  readonly shape: ClusterShape;
  /** Posts per second meanwhile. */
  readonly rate: number;
  /** Does it and undoes it, posts flowing. Afterwards every service must be ready and every post accounted for. */
  run(context: FaultContext): Promise<Figures>;
  /** Whether posts may be missing in gaps that the pipeline recorded; otherwise every post must be there. */
  readonly mayMiss?: boolean;
  /** Names of processes whose end is part of it. */
  readonly mayEnd?: readonly string[];
  /** Runs on a cluster of its own, which it leaves unfit for others. */
  readonly alone?: boolean;
}

/** A fault that another test shows. */
export interface CoveredFault {
  readonly name: string;
  readonly title: string;
  /** Test files, from the checkout's root. */
  readonly coveredBy: readonly string[];
  /** What of it no test shows. */
  readonly open?: string;
}
