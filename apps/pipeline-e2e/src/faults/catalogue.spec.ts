import { existsSync } from 'node:fs';
import path from 'node:path';
import { FAULTS } from './catalogue';
import { COVERED } from './covered';
import { formatReport } from './report';

const REPO = path.resolve(__dirname, '../../../..');

describe('the catalogue of faults', () => {
  it('has each of T8 to T33, T35 and T36, run here or shown by another test', () => {
    const wanted = [...Array.from({ length: 26 }, (_, index) => index + 8), 35, 36].map(
      (number) => `T${number}`,
    );
    const known = new Set([...FAULTS, ...COVERED].map(({ name }) => name.replace(/-.*$/, '')));
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names every fault once', () => {
    const names = [...FAULTS, ...COVERED].map(({ name }) => name);
    expect(names.length).toBe(new Set(names).size);
  });

  it('names only tests that are there', () => {
    const files = COVERED.flatMap(({ coveredBy }) => coveredBy);
    expect(files.filter((file) => !existsSync(path.join(REPO, file)))).toEqual([]);
  });
});

describe('the report', () => {
  it('says what was done, what it showed, and whether it held', () => {
    const account = {
      ...{ posts: 5, versions: 5, stored: 3, deadLettered: 1, removed: 0, inGaps: 0 },
      ...{ lost: ['7'], doubled: [], differentTexts: [] },
    };
    const result = {
      name: 'T0',
      title: 'a|b',
      figures: { rounds: 2 },
      problems: ['1 posts lost'],
      account,
      seconds: 9,
    };
    const covered = { name: 'T1', title: 'c', coveredBy: ['x.spec.ts'], open: 'y' };
    expect(formatReport([result], [covered]).split('\n').slice(2)).toEqual([
      '| T0 | a/b | rounds 2 | sent 5, stored 3, dead letters 1, lost 1, doubled 0 | FAIL: 1 posts lost | 9 |',
      '| T1 | c |  |  | by x.spec.ts; not shown: y |  |',
    ]);
  });
});
