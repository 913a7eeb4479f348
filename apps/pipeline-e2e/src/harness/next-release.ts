import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  latestSchema,
  RECORD_NAMES,
  schemaVersions,
  TOPICS,
  type AvroSchema,
  type RecordTopicName,
} from '@tdp/contracts';
import { nextVersion } from '@tdp/testing';
import { REPO, type Release } from './pipeline';

const PROJECTS = ['deploy/kafka', 'apps/ingester', 'apps/enricher', 'apps/mongo-sink'];

/** The version of a topic's records that comes after ours. */
export const nextSchemaOf = (topic: RecordTopicName): AvroSchema =>
  nextVersion(latestSchema(TOPICS[topic].record));

/** Builds the services as they would be after the contracts got another version. */
export function buildNextRelease(): Release {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tdp-release-'));
  const versions = RECORD_NAMES.map((name) => {
    const all = schemaVersions(name);
    const next = nextVersion(latestSchema(name));
    const isChanged = JSON.stringify(next) !== JSON.stringify(latestSchema(name));
    return [name, isChanged ? [...all, next] : all];
  });
  const schemas = path.join(folder, 'schemas.json');
  writeFileSync(schemas, JSON.stringify(Object.fromEntries(versions)));
  const bundled = spawnSync(
    process.execPath,
    [path.join(REPO, 'tools/bundle-release.mjs'), schemas, folder, ...PROJECTS],
    { encoding: 'utf8' },
  );
  if (bundled.status !== 0) {
    throw new Error(`the next release does not build:\n${bundled.stderr}`);
  }
  return (project) => path.join(folder, project, 'main.js');
}
