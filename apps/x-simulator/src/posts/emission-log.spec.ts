import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEmissionLog, type Emitted } from './emission-log';

const newFile = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'emissions-')), 'emitted.txt');

it('has a post in the file as soon as it is recorded: nothing is left to be written later', () => {
  const file = newFile();
  const log = createEmissionLog(file);
  log.record(
    [
      { id: '12', chainId: '11' },
      { id: '13', chainId: '13' },
    ],
    1_000,
  );
  expect(readFileSync(file, 'utf8')).toBe('12 1000 11\n13 1000 13\n');
  log.close();
});

it('goes on behind what another run wrote, and counts its own', () => {
  const file = newFile();
  for (const id of ['1', '2']) {
    const log = createEmissionLog(file);
    log.record([{ id, chainId: id }], 5);
    expect(log.total()).toBe(1);
    log.close();
  }
  expect(readFileSync(file, 'utf8')).toBe('1 5 1\n2 5 2\n');
});

it('tells listeners until they have heard enough', () => {
  const log = createEmissionLog(undefined);
  const heard: Emitted[] = [];
  const unsubscribe = log.subscribe((emitted) => heard.push(emitted));
  log.record([{ id: '2', chainId: '1' }], 7);
  unsubscribe();
  log.record([{ id: '3', chainId: '3' }], 8);
  expect(heard).toEqual([{ id: '2', chainId: '1', emittedAt: 7 }]);
});

it('refuses a file that it cannot write', () => {
  expect(() => createEmissionLog('/nowhere/emitted.txt')).toThrow('/nowhere/emitted.txt');
});
