import { RECORD_NAMES, latestSchema, schemaVersions } from './schemas';
import { TOPICS } from './topics';

const topics = Object.entries(TOPICS);

describe('topics', () => {
  it.each(topics)('%s is defined under its own name', (key, topic) => {
    expect(topic.name).toBe(key);
    // A dot would collide with an underscore in Kafka's metric names.
    expect(topic.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it.each(topics)('%s has a subject exactly when its values are records', (key, topic) => {
    expect(topic.subject).toBe(topic.record === null ? null : `${key}-value`);
  });

  it.each(topics)('%s allows tombstones only where compaction removes what they remove', (_key, topic) => {
    if (topic.tombstones) {
      expect(topic.config['cleanup.policy']).toContain('compact');
    }
  });

  it('has one dead-letter topic per owner', () => {
    const owners = new Set(topics.map(([, topic]) => topic.owner));
    for (const owner of owners) {
      expect(topics.filter(([, topic]) => topic.owner === owner && topic.record === null)).toHaveLength(1);
      expect(TOPICS).toHaveProperty(`${owner}-dlq`);
    }
  });
});

describe('schemas', () => {
  it.each(RECORD_NAMES)('%s is a record of our namespace', (name) => {
    expect(latestSchema(name)).toMatchObject({
      type: 'record',
      name,
      namespace: 'com.twitterdatapipeline.tweets',
    });
    expect(schemaVersions(name).at(-1)).toBe(latestSchema(name));
  });

  it.each(RECORD_NAMES)(
    '%s: instants are timestamp-millis, nullable fields default to null, no other unions',
    (name) => {
      const problems: string[] = [];
      const visit = (schema: unknown, path: string): void => {
        if (Array.isArray(schema)) {
          if (schema.length !== 2 || schema[0] !== 'null') {
            problems.push(`${path}: a union other than ["null", T]`);
          }
          schema.forEach((branch) => visit(branch, path));
        } else if (typeof schema === 'object' && schema !== null) {
          const { type, fields, items } = schema as { type?: unknown; fields?: Field[]; items?: unknown };
          for (const field of fields ?? []) {
            const where = `${path}.${field.name}`;
            if (Array.isArray(field.type) && field.default !== null) {
              problems.push(`${where}: nullable without default null`);
            }
            if (
              /At$|^(editableUntil|from|to)$/.test(field.name) &&
              !JSON.stringify(field.type).includes('timestamp-millis')
            ) {
              problems.push(`${where}: an instant that is not timestamp-millis`);
            }
            visit(field.type, where);
          }
          visit(items, path);
          if (typeof type === 'object') {
            visit(type, path);
          }
        }
      };
      visit(latestSchema(name), name);
      expect(problems).toEqual([]);
    },
  );
});

interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly default?: unknown;
}
