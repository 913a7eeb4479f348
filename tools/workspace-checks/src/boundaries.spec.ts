import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { projectFolders, readManifest, ROOT } from './repository';

interface CanaryResult {
  readonly file: string;
  readonly imported: string;
  readonly expected: string | null;
  readonly reported: readonly string[];
}

describe('boundaries', () => {
  it('report every forbidden import of the canary and none of the allowed ones', () => {
    const output = execFileSync(process.execPath, [path.join(ROOT, 'tools/boundaries/canary.mjs')], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    const results = JSON.parse(output) as readonly CanaryResult[];
    const wrong = results.filter(({ expected, reported }) =>
      expected === null ? reported.length > 0 : !reported.includes(expected),
    );
    expect(results.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  }, 60_000);
});

describe('projects', () => {
  const projects = projectFolders().map((folder) => ({ folder, manifest: readManifest(folder) }));

  it.each(projects)('$folder has one scope and one type', ({ manifest }) => {
    const tags = manifest.nx?.tags ?? [];
    expect(tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
    expect(tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
  });

  it.each(projects)('$folder pins exact versions, the same as the root', ({ manifest }) => {
    const root = readManifest('.');
    const rootVersions = { ...root.dependencies, ...root.devDependencies };
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      if (name in rootVersions) {
        expect([name, version]).toEqual([name, rootVersions[name]]);
      }
    }
  });

  it('use every nx package at one version', () => {
    const { dependencies, devDependencies } = readManifest('.');
    const versions = Object.entries({ ...dependencies, ...devDependencies })
      .filter(([name]) => name === 'nx' || name.startsWith('@nx/'))
      .map(([, version]) => version);
    expect(versions.length).toBeGreaterThan(2);
    expect(new Set(versions).size).toBe(1);
  });
});
