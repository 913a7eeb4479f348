import { build } from 'esbuild';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A real process, bundled as the apps are: signals, exit codes and the last line before a crash. */
const SECRET = 'seeded-secret-5309';
const dir = mkdtempSync(path.join(tmpdir(), 'service-'));
const bundle = path.join(dir, 'main.js');
const running = new Set<ChildProcessWithoutNullStreams>();

type Line = Readonly<Record<string, unknown>>;

interface Fixture {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exitCode: Promise<number | null>;
  /** Everything written to standard output and standard error so far. */
  output(): string;
  /** The first line with this message, written already or not. */
  line(msg: string): Promise<Line>;
  send(command: string): void;
}

beforeAll(async () => {
  await build({
    entryPoints: [path.join(__dirname, 'fixture/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    keepNames: true,
    logLevel: 'warning',
  });
});

afterEach(() => {
  running.forEach((child) => child.kill('SIGKILL'));
  running.clear();
});

afterAll(() => rmSync(dir, { recursive: true }));

function start(env: Readonly<Record<string, string>> = {}): Fixture {
  const child = spawn(process.execPath, [bundle], {
    env: { HTTP_HOST: '127.0.0.1', HTTP_PORT: '0', FIXTURE_TOKEN: SECRET, ...env },
  });
  running.add(child);
  // A command may find the process gone already.
  child.stdin.on('error', () => undefined);
  const lines: Line[] = [];
  let output = '';
  const waiting = new Map<string, (line: Line) => void>();
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  createInterface(child.stdout).on('line', (text) => {
    output += `${text}\n`;
    const line = JSON.parse(text) as Line;
    lines.push(line);
    waiting.get(String(line['msg']))?.(line);
  });
  return {
    child,
    exitCode: once(child, 'close').then(([code]) => code as number | null),
    output: () => output,
    line: (msg) =>
      new Promise((resolve) => {
        const found = lines.find((line) => line['msg'] === msg);
        waiting.set(msg, resolve);
        if (found !== undefined) {
          resolve(found);
        }
      }),
    send: (command) => child.stdin.write(`${command}\n`),
  };
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('a service process', () => {
  it('drains on SIGTERM, unready but alive and scrapable meanwhile, and exits with 0', async () => {
    const service = start();
    const address = String((await service.line('started'))['address']);
    expect(await statusOf(`${address}/health/ready`)).toBe(200);
    service.child.kill('SIGTERM');
    await service.line('draining');
    expect(await statusOf(`${address}/health/ready`)).toBe(503);
    expect(await statusOf(`${address}/health/live`)).toBe(200);
    expect(await statusOf(`${address}/metrics`)).toBe(200);
    service.send('finish');
    expect(await service.exitCode).toBe(0);
    expect(service.output()).not.toContain(SECRET);
  });

  it('exits at once on a second SIGTERM', async () => {
    const service = start();
    await service.line('started');
    service.child.kill('SIGTERM');
    await service.line('draining');
    service.child.kill('SIGTERM');
    expect(await service.exitCode).toBe(1);
    expect(service.output()).toContain('second signal');
  });

  it('exits with 78 on wrong settings, naming each of them in one message and no secret', async () => {
    const service = start({
      HTTP_PORT: 'http',
      FIXTURE_LIMIT: '0',
      FIXTURE_LIMITS: '3',
      STOP_DEADLINE_MS: '-1',
    });
    expect(await service.exitCode).toBe(78);
    const [line, ...others] = service.output().trimEnd().split('\n');
    expect(others).toEqual([]);
    for (const key of ['HTTP_PORT', 'FIXTURE_LIMIT', 'FIXTURE_LIMITS', 'STOP_DEADLINE_MS']) {
      expect(String((JSON.parse(line ?? '') as Line)['msg'])).toContain(`${key}: `);
    }
    expect(service.output()).not.toContain(SECRET);
  });

  it.each([
    ['throw', 'sending [redacted] failed'],
    ['reject', 'forgotten'],
  ])(
    'drains and exits with 1 when something outside any promise chain does: %s',
    async (command, message) => {
      const service = start();
      await service.line('started');
      service.send(command);
      expect(await service.line(message)).toMatchObject({ level: 'fatal', err: { message } });
      await service.line('draining');
      service.send('finish');
      expect(await service.exitCode).toBe(1);
      expect(service.output()).not.toContain(SECRET);
    },
  );

  it('exits with 1 when the drain exceeds its deadline, and says what did not stop', async () => {
    const service = start({ STOP_DEADLINE_MS: '50' });
    await service.line('started');
    service.child.kill('SIGTERM');
    expect(await service.exitCode).toBe(1);
    expect(service.output()).toContain('stopping drain: not done after 50 ms');
  });
});
