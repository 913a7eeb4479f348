import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout's root. */
export const ROOT = path.resolve(__dirname, '../../..');

export interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
  readonly nx?: { readonly name: string; readonly tags: readonly string[] };
}

export const readText = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readText(path.join(folder, 'package.json'))) as Manifest;

/** Folders of all workspace projects. */
export function projectFolders(): readonly string[] {
  return (readManifest('.').workspaces ?? []).flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(path.join(ROOT, pattern.slice(0, -2)))
          .map((name) => path.join(pattern.slice(0, -2), name))
          .filter((folder) => existsSync(path.join(ROOT, folder, 'package.json')))
      : [pattern],
  );
}

/** The version of Node that everything runs on. */
export function pinnedNodeVersion(): string {
  const [version = '', ...others] = new Set(Object.values(readManifest('.').optionalDependencies ?? {}));
  if (version === '' || others.length > 0) {
    throw new Error('package.json must pin one version of Node for every platform, in optionalDependencies');
  }
  return version;
}
