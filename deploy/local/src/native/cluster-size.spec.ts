import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { assertSameCluster } from './cluster-size';

const newDir = temporaryDirs();

describe('assertSameCluster', () => {
  it('takes data of as many servers, and refuses those of another number', async () => {
    const data = newDir();
    await assertSameCluster(data, { brokers: 3, mongods: 1 });
    await assertSameCluster(data, { brokers: 3, mongods: 1 });
    await expect(assertSameCluster(data, { brokers: 1, mongods: 1 })).rejects.toThrow(
      /are of 3 brokers and 1 mongod, .* asks for 1 broker and 1 mongod\. Start with --brokers 3 --mongod 1/,
    );
  });

  it('takes data from before anyone wrote down of how many they are as those of one', async () => {
    const data = newDir();
    mkdirSync(path.join(data, 'kafka'));
    await expect(assertSameCluster(data, { brokers: 3, mongods: 3 })).rejects.toThrow('are of 1 broker');
    await assertSameCluster(data, { brokers: 1, mongods: 1 });
  });
});
