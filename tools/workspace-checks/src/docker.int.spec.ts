import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readText, ROOT } from './repository';

const CHECK_JSONSCHEMA = 'check-jsonschema==0.39.0';

const scratch = mkdtempSync(path.join(tmpdir(), 'tdp-docker-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('docker-compose.yml', () => {
  it('fits the compose specification', () => {
    const cache =
      process.env['TDP_CACHE_DIR'] ??
      path.join(process.env['HOME'] ?? scratch, '.cache/twitter-data-pipeline');
    const venv = path.join(cache, CHECK_JSONSCHEMA.replace('==', '-'));
    const tool = path.join(venv, 'bin/check-jsonschema');
    if (!existsSync(tool)) {
      execFileSync('python3', ['-m', 'venv', venv], { stdio: 'pipe' });
      execFileSync(path.join(venv, 'bin/pip'), ['install', '--quiet', CHECK_JSONSCHEMA], { stdio: 'pipe' });
    }
    const check = spawnSync(
      tool,
      ['--builtin-schema', 'vendor.compose-spec', path.join(ROOT, 'docker-compose.yml')],
      {
        encoding: 'utf8',
      },
    );
    expect(`${check.stdout}${check.stderr}`).toContain('ok');
    expect(check.status).toBe(0);
  });
});

/** The RUN lines of the build stage, as they stand in the Dockerfile. */
function buildSteps(project: string, image: string): readonly string[] {
  const [, buildStage = ''] = readText('deploy/docker/Dockerfile').split(/^FROM .*$/m);
  return buildStage
    .split('\n')
    .flatMap((line) => (line.startsWith('RUN ') ? [line.slice(4)] : []))
    .map((step) => step.replaceAll('${PROJECT}', project).replaceAll('/image', image));
}

/** What `COPY . .` copies: the checkout without what .dockerignore leaves out. */
function copyContext(target: string): void {
  const ignored = readText('.dockerignore').split('\n').filter(Boolean);
  const names = new Set(ignored.map((pattern) => pattern.replace('**/', '')));
  cpSync(ROOT, target, {
    recursive: true,
    filter: (source) => {
      const name = path.basename(source);
      return source === ROOT || !(names.has(name) || (name.endsWith('.md') && path.dirname(source) === ROOT));
    },
  });
}

describe('Dockerfile', () => {
  it('builds an app that starts with nothing but its bundle', () => {
    const workspace = path.join(scratch, 'workspace');
    const image = path.join(scratch, 'image');
    copyContext(workspace);
    for (const step of buildSteps('apps/mongo-sink', image)) {
      execFileSync('bash', ['-euc', step], { cwd: workspace, stdio: 'pipe' });
    }
    expect(readdirSync(image).sort()).toEqual(['main.js', 'main.js.map', 'stored.js', 'stored.js.map']);

    const command = spawnSync(process.execPath, ['stored.js', '--help'], { cwd: image, env: {} });
    expect(command.status).toBe(0);
    const started = spawnSync(process.execPath, ['main.js'], { cwd: image, env: {}, encoding: 'utf8' });
    expect(started.status).toBe(78);
    for (const missing of ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'MONGODB_URI']) {
      expect(started.stdout + started.stderr).toContain(missing);
    }
  });
});
