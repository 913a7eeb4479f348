import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirs } from '../../test/temporary-dir';
import { describeMissing, findJava, findMongod, findTrinoJava, parseJavaVersion, which } from './tools';

const newDir = temporaryDirs();

function writeScript(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}

function writeJava(home: string, version: string): string {
  writeScript(path.join(home, 'bin', 'java'), `echo 'openjdk version "${version}" 2025-01-01' >&2`);
  return home;
}

describe('parseJavaVersion', () => {
  it.each([
    ['openjdk version "21.0.2" 2024-01-16', 21],
    ['openjdk version "25" 2025-09-16', 25],
    ['java version "1.8.0_362"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "17.0.15" 2025-04-15', 17],
    ['bash: java: command not found', 0],
  ])('reads %j as %d', (output, version) => {
    expect(parseJavaVersion(output)).toBe(version);
  });
});

describe('findJava', () => {
  it('prefers JAVA_HOME when it is new enough', async () => {
    const home = writeJava(newDir(), '21.0.2');
    const installed = newDir();
    writeJava(path.join(installed, 'jdk-25'), '25.0.1');
    expect(await findJava({ JAVA_HOME: home, PATH: '' }, installed)).toEqual({ home, version: 21 });
  });

  it('looks past Javas that are too old or broken', async () => {
    const old = writeJava(newDir(), '17.0.15');
    const installed = newDir();
    writeFileSync(path.join(installed, 'a-file'), '');
    writeScript(path.join(installed, 'broken', 'bin', 'java'), 'exit 1');
    const home = writeJava(path.join(installed, 'jdk-25'), '25.0.1');
    expect(await findJava({ JAVA_HOME: old, PATH: path.join(old, 'bin') }, installed)).toEqual({
      home,
      version: 25,
    });
  });

  it('finds none where none is new enough', async () => {
    expect(await findJava({ PATH: path.join(writeJava(newDir(), '17'), 'bin') }, newDir())).toBeNull();
  });
});

describe('findTrinoJava', () => {
  it('looks past a Java that is new enough for everything else', async () => {
    const home = writeJava(newDir(), '21.0.2');
    const installed = newDir();
    expect(await findTrinoJava({ JAVA_HOME: home, PATH: '' }, installed)).toBeNull();
    const newer = writeJava(path.join(installed, 'jdk-25'), '25.0.1');
    expect(await findTrinoJava({ JAVA_HOME: home, PATH: '' }, installed)).toEqual({
      home: newer,
      version: 25,
    });
  });
});

describe('findMongod', () => {
  it.each([
    ['db version v7.0.14', true],
    ['db version v4.2.0', false],
    ['cannot open shared object file', false],
  ])('a mongod that prints %j is usable: %s', async (output, usable) => {
    const dir = newDir();
    const file = path.join(dir, 'mongod');
    writeScript(file, `echo '${output}'`);
    expect(await findMongod({ PATH: `${dir}:/usr/bin:/bin` })).toBe(usable ? file : null);
  });
});

describe('which', () => {
  it('ignores what cannot be executed', async () => {
    const dir = newDir();
    writeFileSync(path.join(dir, 'tool'), '');
    expect(await which('tool', { PATH: dir })).toBeNull();
  });
});

describe('describeMissing', () => {
  it('names every tool once, with one command that gets them', () => {
    const text = describeMissing(['mvn', 'pip', 'java', 'pip']);
    expect(text).toContain('Maven (mvn)');
    expect(text).toContain('Java 21 or newer');
    expect(text).toContain('sudo apt-get install maven python3-pip\n');
  });
});
