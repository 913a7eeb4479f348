import { buildTweet } from '@tdp/testing';
import { aLetter } from '../../test-support/letters';
import { readContent, type Content } from './originals';
import { formatLetter } from './show';

const SECRET = 'what somebody wrote';
/** Stands for a registry that knows no schema: whatever is asked is refused. */
const noCodec = {
  load: () => Promise.reject(new Error('no such schema')),
  decode: () => {
    throw new Error('no such schema');
  },
};

async function shown(overrides: Parameters<typeof aLetter>[0], withContent: boolean, content?: Content) {
  const letter = aLetter({ headers: { note: SECRET }, ...overrides });
  return formatLetter(
    letter,
    content ?? (await readContent(noCodec, letter, null)),
    60_000,
    withContent,
  ).join('\n');
}

describe('a dead letter', () => {
  it.each<[string, Parameters<typeof aLetter>[0], Content | undefined]>([
    ['JSON', {}, undefined],
    ['bytes', { value: Buffer.from(`\u0000${SECRET}`) }, undefined],
    ['a record', {}, { form: 'avro', value: buildTweet({ id: '1', text: SECRET }) }],
    ['a key that is no id', { key: Buffer.from(SECRET) }, undefined],
  ])('of %s shows what people wrote only when asked', async (_what, overrides, content) => {
    const bytes = [...Buffer.from(SECRET)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const hidden = await shown(overrides, false, content);
    expect(hidden).not.toContain(SECRET);
    expect(hidden).not.toContain(bytes);
    const open = await shown(overrides, true, content);
    expect(open).toContain(SECRET);
  });

  it('tells where it comes from, why, and what is known without content', async () => {
    expect(await shown({ redriven: 2 }, false)).toBe(
      [
        'letter       p-tweets-raw/0/5',
        'service      enricher',
        'reason       NULL_VALUE',
        'step         decode',
        'error        DecodeError: a value that says [19 characters]',
        'when         1970-01-01T00:00:00.000Z, 60 s ago',
        'from         p-tweets-raw/0 at offset 5',
        'sent back    2',
        'key          1',
        'header note  [19 characters]',
        'value: JSON, without what people wrote (--content shows it)',
        '{\n  "id": "1",\n  "text": "[19 characters]"\n}',
      ].join('\n'),
    );
  });

  it('whose value is null says so', async () => {
    expect(await shown({ value: null }, false)).toContain('value: null');
  });
});
