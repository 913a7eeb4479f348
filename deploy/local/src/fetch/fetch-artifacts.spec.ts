import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { fetchArtifacts, fetchTrino, partsToStart } from './fetch-artifacts';
import { createProgress } from './progress';

const newDir = temporaryDirs();

describe('partsToStart', () => {
  it.each([
    [{}, ['kafka', 'registry', 'mongodb']],
    [{ KAFKA_BROKERS: 'a:1', MONGODB_URI: 'mongodb://b' }, ['registry']],
    [{ KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'http://c', MONGODB_URI: 'mongodb://b' }, []],
    [{ KAFKA_BROKERS_FILE: '/b', SCHEMA_REGISTRY_URL_FILE: '/r', MONGODB_URI_FILE: '/m' }, []],
    [{ KAFKA_BROKERS: '', KAFKA_BROKERS_FILE: ' ' }, ['kafka', 'registry', 'mongodb']],
  ])('with %j are %j', (env, parts) => {
    expect(partsToStart(env)).toEqual(parts);
  });
});

describe('fetchArtifacts', () => {
  it('names every missing tool at once, before it downloads anything', async () => {
    const cache = path.join(newDir(), 'cache');
    const fetching = fetchArtifacts({
      parts: ['kafka', 'registry', 'mongodb'],
      env: { PATH: newDir(), TDP_CACHE_DIR: cache },
      progress: createProgress({ write: () => undefined }),
    });
    await expect(fetching).rejects.toThrow(/Maven[^]*tar[^]*Python 3[^]*pip[^]*apt-get install/);
  });
});

describe('fetchTrino', () => {
  it('says in one sentence that there is no Java for it, and what to do', async () => {
    const fetching = fetchTrino({
      env: { PATH: newDir(), TDP_CACHE_DIR: path.join(newDir(), 'cache') },
      progress: createProgress({ write: () => undefined }),
      installed: newDir(),
    });
    await expect(fetching).rejects.toThrow(
      /^Trino 476 needs Java 24 or newer: .*install one .* set JAVA_HOME\.$/,
    );
  });
});
