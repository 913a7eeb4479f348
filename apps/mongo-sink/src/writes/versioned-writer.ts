import type { mongo } from 'mongoose';
import { type Clock, PipelineError } from '@tdp/service';
import type { SinkMetrics } from '../metrics';
import type { Operations } from '../operations';
import { versionId, type StoredDocument } from '../write-models/versioned';
import { compare, linesOf, type Line, type Pair } from './compare';
import { createGuardedCollection } from './guarded-collection';

/** Documents that can never be stored, and why. */
export type Refused = ReadonlyMap<StoredDocument, Error>;

/** Writes documents so that each _id ends up once, in its newest version. */
export interface VersionedWriter {
  /**
   * Stores the documents, except those older than what is stored; returns those that MongoDB refused.
   * @throws PipelineError MONGO_UNAVAILABLE (retriable); writing the same again is harmless
   */
  write(documents: readonly StoredDocument[]): Promise<Refused>;
}

/** Keeps older versions of edited posts; takes each as it was, or would have been, stored. */
export type Archive = (superseded: readonly StoredDocument[]) => Promise<Refused>;

export interface VersionedWriterDeps {
  readonly collection: mongo.Collection<StoredDocument>;
  readonly operations: Operations;
  readonly metrics: SinkMetrics;
  readonly clock: Clock;
  /** Where the documents of one _id may show different versions of a post. */
  readonly archive?: Archive;
}

/** What has become of the documents of one call so far. */
type Progress = {
  readonly refused: Map<StoredDocument, Error>;
  inserted: number;
  updated: number;
  archived: number;
};

/** Each round reads anew what another replica changed meanwhile: that one has got on then. */
const MAX_ROUNDS = 20;

const NO_ARCHIVE: Archive = (superseded) =>
  superseded.length === 0
    ? Promise.resolve(new Map())
    : Promise.reject(new TypeError('two versions of what has only one'));

/**
 * Inserts first: nearly every post is new, and an insert costs half of an upsert. What turns out to
 * be there already is compared with what is stored, and replaces that only if it is newer and only
 * if nobody changed it meanwhile. So replays, backfill, reordering and other replicas change nothing;
 * why no crash between two writes loses a version is in ADR 0016.
 */
export function createVersionedWriter(deps: VersionedWriterDeps): VersionedWriter {
  const { collection, operations, metrics, clock, archive = NO_ARCHIVE } = deps;
  const guarded = createGuardedCollection(collection, operations);
  const { name } = guarded;

  /** Stores one document an _id; afterwards each is stored, older than what is, or refused. */
  async function writeOneEach(documents: readonly StoredDocument[], progress: Progress): Promise<void> {
    let pending = await insert(documents, progress);
    for (let round = 1; pending.length > 0; round += 1) {
      if (round > MAX_ROUNDS) {
        const detail = `replacing in ${name}: others changed the same documents ${MAX_ROUNDS} times`;
        throw new PipelineError('MONGO_UNAVAILABLE', detail, { retriable: true });
      }
      pending = await resolve(pending, progress);
    }
  }

  /** Compares with what is stored and acts on it; returns what has to be compared again. */
  async function resolve(documents: readonly StoredDocument[], progress: Progress) {
    const { absent, older, fresher, later } = compare(documents, await guarded.read(documents, 'version'));
    await keepOlder(older, progress);
    const present = await insert(absent, progress);
    const { kept, changed } = await keepStored(
      later.map(({ document }) => document),
      progress,
    );
    return [...present, ...changed, ...(await replace([...fresher, ...kept], progress))];
  }

  /** Inserts; returns what is there already. */
  async function insert(documents: readonly StoredDocument[], progress: Progress) {
    const { inserted, present, refusals } = await guarded.insert(documents);
    progress.inserted += inserted;
    for (const { item, message } of refusals) {
      progress.refused.set(item, new Error(message));
    }
    return present;
  }

  /** Replaces; when some had changed, returns all: those that are done will compare equal. */
  async function replace(pairs: readonly Pair[], progress: Progress): Promise<readonly StoredDocument[]> {
    const { replaced, refusals } = await guarded.replace(pairs);
    progress.updated += replaced;
    for (const { item, message } of refusals) {
      progress.refused.set(item.document, new Error(message));
    }
    return replaced + refusals.length === pairs.length
      ? []
      : pairs.map(({ document }) => document).filter((document) => !progress.refused.has(document));
  }

  async function keepOlder(documents: readonly StoredDocument[], progress: Progress): Promise<void> {
    const refused = await archive(documents);
    for (const [document, error] of refused) {
      progress.refused.set(document, error);
    }
    progress.archived += documents.length - refused.size;
  }

  /** Keeps the versions that later ones are about to replace: first, or a crash would lose them. */
  async function keepStored(documents: readonly StoredDocument[], progress: Progress) {
    const { later } = compare(documents, await guarded.read(documents, 'whole'));
    const refused = await archive(later.map(({ stored }) => stored));
    for (const { document, stored } of later) {
      const error = refused.get(stored);
      if (error !== undefined) {
        const message = `the version before it, ${versionId(stored)}, cannot be kept: ${error.message}`;
        progress.refused.set(document, new Error(message));
      }
    }
    const compared = new Set(later.map(({ document }) => document));
    return {
      kept: later.filter(({ stored }) => !refused.has(stored)),
      changed: documents.filter((document) => !compared.has(document)),
    };
  }

  function report(documents: number, progress: Progress, started: number): void {
    const { inserted, updated, archived, refused } = progress;
    const unchanged = Math.max(0, documents - inserted - updated - archived - refused.size);
    for (const [outcome, count] of Object.entries({ inserted, updated, unchanged, failed: refused.size })) {
      metrics.documents.inc({ collection: name, outcome }, count);
    }
    metrics.batchDocuments.observe(documents);
    metrics.writeSeconds.observe({ collection: name }, (clock.monotonic() - started) / 1_000);
  }

  return {
    async write(documents) {
      if (documents.length === 0) {
        return new Map();
      }
      const started = clock.monotonic();
      const progress: Progress = { refused: new Map(), inserted: 0, updated: 0, archived: 0 };
      let lines = linesOf(documents);
      while (lines.length > 0) {
        const newest = lines.map(([first]) => first);
        await writeOneEach(newest, progress);
        const older = lines.flatMap((line) => olderVersions(line, progress));
        await keepOlder(older, progress);
        lines = lines.flatMap((line) => afterRefused(line, progress));
      }
      report(documents.length, progress, started);
      return progress.refused;
    },
  };
}

/** What is left to do of a line whose first document is stored: its older versions. */
function olderVersions([newest, ...rest]: Line, { refused }: Progress): readonly StoredDocument[] {
  return refused.has(newest) ? [] : rest.filter((document) => versionId(document) !== versionId(newest));
}

/** What is left to try of a line whose first document was refused: all others. */
function afterRefused([newest, next, ...rest]: Line, { refused }: Progress): readonly Line[] {
  return refused.has(newest) && next !== undefined ? [[next, ...rest]] : [];
}
