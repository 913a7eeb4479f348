import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { removeStackFile, withoutCredentials, writeStackFile } from './stack-file';

const newDir = temporaryDirs();
const content = {
  pid: 1,
  kafkaBrokers: 'a:1',
  schemaRegistryUrl: 'http://r:8081',
  mongodbUri: 'mongodb://h:1/twitter',
  processes: { kafka: 2 },
  dataDir: '/d',
  logDir: '/l',
};

async function written(over: Partial<typeof content>): Promise<unknown> {
  const dir = newDir();
  await writeStackFile(dir, { ...content, ...over });
  const text = readFileSync(path.join(dir, 'stack.json'), 'utf8');
  expect(text).not.toContain('s3cret');
  await removeStackFile(dir);
  return JSON.parse(text);
}

describe('writeStackFile', () => {
  it('says where everything is', async () => {
    expect(await written({})).toEqual(content);
  });

  it('holds no secret, and says where each comes from', async () => {
    const secret = {
      schemaRegistryUrl: 'https://ann:s3cret@r:8081',
      mongodbUri: 'mongodb+srv://ann:s3cret@h/twitter?retryWrites=true&tlsCertificateKeyFilePassword=s3cret',
    };
    expect(await written(secret)).toEqual({
      ...content,
      schemaRegistryUrl: 'https://r:8081',
      mongodbUri: 'mongodb+srv://h/twitter?retryWrites=true',
      credentialsFrom: {
        schemaRegistryUrl: expect.stringContaining('SCHEMA_REGISTRY_URL_FILE'),
        mongodbUri: expect.stringContaining('MONGODB_URI_FILE'),
      },
    });
  });
});

describe('withoutCredentials', () => {
  it.each([
    ['mongodb://h:1/twitter?replicaSet=rs0', 'mongodb://h:1/twitter?replicaSet=rs0'],
    ['mongodb://u:p@a:1,b:2/?tls=true', 'mongodb://a:1,b:2/?tls=true'],
    ['mongodb://u:p@ss@a:1/', 'mongodb://a:1/'],
    ['mongodb://token@a:1/', 'mongodb://a:1/'],
    ['mongodb://a/?authMechanismProperties=AWS_SESSION_TOKEN:x', 'mongodb://a/'],
    ['mongodb://a/?appName=me@home&proxyPassword=x', 'mongodb://a/?appName=me@home'],
    ['https://r/path?access_token=x&y=1', 'https://r/path?y=1'],
  ])('%s becomes %s', (uri, expected) => {
    expect(withoutCredentials(uri)).toBe(expected);
  });
});
