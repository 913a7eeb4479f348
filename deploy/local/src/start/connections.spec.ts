import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { createAuthority } from '@tdp/testing';
import { withServersRead } from './connections';

const newDir = temporaryDirs();

describe('withServersRead', () => {
  it('reads servers from files, as the services do, and leaves the rest alone', () => {
    const dir = newDir();
    writeFileSync(path.join(dir, 'uri'), 'mongodb://ann:s3cret@h/twitter\n');
    writeFileSync(path.join(dir, 'brokers'), 'a:1, b:2\n');
    const env = {
      MONGODB_URI_FILE: path.join(dir, 'uri'),
      KAFKA_BROKERS_FILE: 'brokers',
      X_BEARER_TOKEN_FILE: '/run/secrets/x',
      TDP_WORKING_DIR: dir,
    };
    expect(withServersRead(env)).toEqual({
      MONGODB_URI: 'mongodb://ann:s3cret@h/twitter',
      KAFKA_BROKERS: 'a:1,b:2',
      X_BEARER_TOKEN_FILE: '/run/secrets/x',
      TDP_WORKING_DIR: dir,
    });
  });

  it('reads how a server is reached from files too, and leaves out what is for none of them', () => {
    const dir = newDir();
    const { cert } = createAuthority();
    writeFileSync(path.join(dir, 'ca.pem'), cert);
    const env = {
      KAFKA_BROKERS: 'a:1',
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA_FILE: 'ca.pem',
      MONGODB_TLS_CA_FILE: '/absent',
      SCHEMA_REGISTRY_PASSWORD: 's3cret',
      SCHEMA_REGISTRY_IMAGE: 'registry:1',
      TDP_WORKING_DIR: dir,
    };
    expect(withServersRead(env)).toEqual({
      KAFKA_BROKERS: 'a:1',
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: cert.trimEnd(),
      SCHEMA_REGISTRY_IMAGE: 'registry:1',
      TDP_WORKING_DIR: dir,
    });
  });

  it('takes blank for absent', () => {
    expect(withServersRead({ KAFKA_BROKERS: '', MONGODB_URI_FILE: '', PATH: '/bin' })).toEqual({
      PATH: '/bin',
    });
  });

  it.each<[string, NodeJS.ProcessEnv, string]>([
    ['a file that is missing', { MONGODB_URI_FILE: '/absent' }, 'MONGODB_URI: cannot be read from'],
    ['both', { MONGODB_URI: 'mongodb://h', MONGODB_URI_FILE: '/absent' }, 'keep one'],
    ['what is no broker', { KAFKA_BROKERS: 'http://a:1' }, 'KAFKA_BROKERS: must be host:port'],
    [
      'a password alone',
      { KAFKA_BROKERS: 'a:1', KAFKA_SASL_PASSWORD: 's' },
      'KAFKA_SASL_MECHANISM: is missing',
    ],
    ['what is no URI', { MONGODB_URI: 'h:27017' }, 'MONGODB_URI: must begin with mongodb://'],
  ])('refuses %s in one sentence', (_what, env, message) => {
    expect(() => withServersRead(env)).toThrow(message);
  });
});
