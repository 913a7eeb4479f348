import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { containerTrinoFiles, trinoArgs, trinoFiles } from './trino-files';

const files = trinoFiles({ app: '/cache/trino', home: '/repo/.local/bi/data', port: 8090 });

describe('what Trino is told', () => {
  it('is to listen on this machine only, to write nothing, and to keep within limits', () => {
    const config = files['etc/config.properties'];
    expect(config).toContain('node.bind-ip=127.0.0.1\n');
    expect(config).toContain('query.max-memory=512MB\n');
    expect(config).toContain('query.max-execution-time=10m\n');
    expect(files['etc/access-control.properties']).toBe('access-control.name=read-only\n');
    expect(JSON.parse(files['etc/resource-groups.json'] ?? '')).toMatchObject({
      rootGroups: [{ hardConcurrencyLimit: 4 }],
    });
    expect(trinoArgs({ app: '/cache/trino' })).toContain('-Xmx1536M');
  });

  it('has where MongoDB is from its environment: no password is in a file', () => {
    const catalog = files['etc/catalog/mongodb.properties'];
    expect(catalog).toContain('mongodb.connection-url=${ENV:TDP_TRINO_MONGODB_URI}\n');
    expect(catalog).toContain('mongodb.schema-collection=_schema\n');
  });
});

describe('deploy/trino, for its image', () => {
  const DIR = path.resolve(__dirname, '../../../trino');
  const inFolder = readdirSync(path.join(DIR, 'etc'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(DIR, path.join(entry.parentPath, entry.name)));

  it('is what is generated: else run npm run trino:generate and commit the result', () => {
    const stored = inFolder.map((file) => [file, readFileSync(path.join(DIR, file), 'utf8')]);
    expect(Object.fromEntries(stored)).toEqual(containerTrinoFiles());
  });

  it('has no secret in it, and the limits of the one without a container', () => {
    const config = containerTrinoFiles()['etc/config.properties'] ?? '';
    expect(config).toContain('shared-secret=${ENV:TRINO_SHARED_SECRET}\n');
    const limits = (text = ''): readonly string[] => text.match(/^query\..*$/gm) ?? [];
    expect(limits(config)).toEqual(limits(files['etc/config.properties']));
    expect(limits(config)).toHaveLength(3);
  });
});
