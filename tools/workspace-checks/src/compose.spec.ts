import { parse } from 'yaml';
import { pinnedNodeVersion, readManifest, readText } from './repository';

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string; readonly args: { readonly PROJECT: string } };
  readonly restart?: string;
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

  it.each(services)('%s publishes its ports on this machine only', (_name, service) => {
    for (const port of service.ports ?? []) {
      expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it.each(services.filter(([, { image }]) => image !== undefined))(
    '%s runs a pinned image',
    (_name, { image }) => {
      expect(image).toMatch(/:-[^}]+:\d+\.\d+[^}]*\}$/);
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
