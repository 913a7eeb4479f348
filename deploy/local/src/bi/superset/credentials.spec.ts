import { readFileSync, statSync, writeFileSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../../test/temporary-dir';
import { loadCredentials } from './credentials';

const newDir = temporaryDirs();

describe("Superset's passwords", () => {
  it('are made once, each another one, and only their owner reads them', async () => {
    const file = path.join(newDir(), 'credentials.json');
    const first = await loadCredentials(file);
    expect(first.isNew).toBe(true);
    expect(new Set(Object.values(first.credentials)).size).toBe(3);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await loadCredentials(file)).toEqual({ credentials: first.credentials, isNew: false });
  });

  it('are hidden again from others who could read them', async () => {
    const file = path.join(newDir(), 'credentials.json');
    await loadCredentials(file);
    chmodSync(file, 0o644);
    await loadCredentials(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('are not made anew over a file that is something else, and what it holds is not shown', async () => {
    const file = path.join(newDir(), 'credentials.json');
    writeFileSync(file, '{ "secretKey": "s3cr3t" }');
    const failure = await loadCredentials(file).then(String, String);
    expect(failure).toContain(`${file} does not hold Superset's passwords any more`);
    expect(failure).not.toContain('s3cr3t');
    expect(readFileSync(file, 'utf8')).toContain('s3cr3t');
  });
});
