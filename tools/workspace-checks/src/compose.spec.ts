import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { pinnedNodeVersion, readManifest, readText, ROOT } from './repository';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string; readonly args: { readonly PROJECT: string } };
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly env_file?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const compose = parse(readText('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, ComposeService>>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

describe('docker-compose.yml', () => {
  it.each(services)('%s has a healthcheck, or is a job that ends', (_name, service) => {
    expect(service.healthcheck !== undefined || service.restart === 'no').toBe(true);
  });

  it.each(services)(
    '%s publishes its ports on this machine only, unless somebody says otherwise',
    (_name, service) => {
      for (const port of service.ports ?? []) {
        expect(port).toMatch(/^(\$\{\w+:-)?127\.0\.0\.1\}?:/);
      }
    },
  );

  it.each(services.filter(([, { image }]) => image !== undefined))(
    '%s runs a pinned image',
    (_name, { image }) => {
      expect(image).toMatch(/:-[^}]+:\d+[^}]*\}$/);
    },
  );

  it.each(ours)('%s is built from a project that exists', (_name, { build }) => {
    expect(readManifest(build?.args.PROJECT ?? '').nx?.name).toBeDefined();
  });

  it.each(ours)('%s is given only settings that it knows', (_name, { build, environment }) => {
    const project = build?.args.PROJECT ?? '';
    const known = readText(`${project}/src/config.ts`) + readText('libs/service/src/config/shapes.ts');
    for (const setting of Object.keys(environment ?? {})) {
      expect(known).toContain(`${setting}:`);
    }
  });

  it.each(ours)('%s has room for more than the heap of its image', (_name, { mem_limit = '0m' }) => {
    const dockerfile = readText('deploy/docker/Dockerfile');
    const flag = (name: string): number => Number(new RegExp(`--${name}=(\\d+)`).exec(dockerfile)?.[1]);
    // The young generation has three semi-spaces.
    const heap = flag('max-old-space-size') + 3 * flag('max-semi-space-size');
    expect(mem_limit).toMatch(/^\d+m$/);
    expect(Number.parseInt(mem_limit, 10)).toBeGreaterThanOrEqual(heap * 1.25);
  });

  it.each(['ingester', 'enricher', 'mongo-sink', 'rollup'])('%s is healthy when it is ready', (name) => {
    expect(JSON.stringify(compose.services[name]?.healthcheck)).toContain('/health/ready');
  });

  it('starts services only after topics and schemas are there', () => {
    for (const name of ['ingester', 'enricher', 'mongo-sink']) {
      expect(compose.services[name]?.depends_on?.['kafka-deploy']?.condition).toBe(
        'service_completed_successfully',
      );
    }
  });

  it('never creates a topic by accident', () => {
    expect(compose.services['kafka']?.environment?.['KAFKA_AUTO_CREATE_TOPICS_ENABLE']).toBe('false');
  });
});

describe('where posts come from', () => {
  const folder = 'deploy/docker/source';
  const sources = readdirSync(path.join(ROOT, folder)).map((name) => {
    const lines = readText(path.join(folder, name)).split('\n');
    const entries = lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/).slice(0, 2));
    return { name, settings: Object.fromEntries(entries) as Readonly<Record<string, string>> };
  });

  it.each(sources)('$name gives what is in the environment only to X itself', ({ settings }) => {
    const takesSecrets = Object.values(settings).some((value) => value.includes('$'));
    expect(settings['X_API_BASE_URL']).not.toContain('$');
    if (takesSecrets) {
      expect(settings['X_API_BASE_URL']).toBe('https://api.x.com');
    }
  });

  it.each(sources)('$name holds only settings of the ingester', ({ settings }) => {
    for (const setting of Object.keys(settings)) {
      expect(readText('apps/ingester/src/config.ts')).toContain(`${setting}:`);
    }
  });

  it("simulator.env has the simulator's own token", () => {
    const token = sources.find(({ name }) => name === 'simulator.env')?.settings['X_BEARER_TOKEN'];
    const defaults = readText('apps/x-simulator/src/config.ts');
    expect(defaults).toContain(`X_SIMULATOR_BEARER_TOKEN: z.string().default('${token}')`);
  });

  it('is the simulator, and the ingester alone is told', () => {
    const told = services.filter(([, { env_file }]) => env_file !== undefined);
    expect(told.map(([name, { env_file }]) => [name, env_file])).toEqual([
      ['ingester', [`${folder}/\${X_SOURCE:-simulator}.env`]],
    ]);
    const settings = services.flatMap(([, { environment }]) => Object.entries(environment ?? {}).flat());
    expect(settings.join('\n')).not.toMatch(/X_(BEARER|API)_/);
  });
});

describe('Dockerfile', () => {
  const dockerfile = readText('deploy/docker/Dockerfile');

  it('runs the Node that the lockfile pins', () => {
    expect(dockerfile).toContain(`ARG NODE_IMAGE=node:${pinnedNodeVersion()}-`);
  });

  it('does not run as root and holds no node_modules', () => {
    const runStage = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
    expect(runStage).toMatch(/^USER (?!root)/m);
    expect(runStage).not.toContain('npm');
  });
});
