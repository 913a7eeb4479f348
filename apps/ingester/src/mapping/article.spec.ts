import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mapBodyOf } from '../../test-support/pages';

const sample = path.join(__dirname, '../../../../../shared/cases/05-article-post.json');
const whenThere = existsSync(sample) ? it : it.skip;

const media = ['3_1', '3_5', '3_6'].map((media_key) => ({ media_key, type: 'photo' }));
const mapped = (article: unknown, rest: object = {}) => {
  const { tweets } = mapBodyOf({ data: { id: '1', text: 't', article, ...rest }, includes: { media } });
  return { ...tweets[0], unmapped: JSON.parse(tweets[0]?.unmapped ?? 'null') as unknown };
};

describe('an article', () => {
  it('has its text, its cover and the media in its text; all are joined, each once', () => {
    const {
      article,
      media: joined,
      unmapped,
    } = mapped(
      { title: 'T', plain_text: 'long', cover_media: '3_5', media_entities: ['3_6', '3_5'] },
      { attachments: { media_keys: ['3_1'] } },
    );
    expect(article).toEqual({ title: 'T', text: 'long', coverMediaKey: '3_5', mediaKeys: ['3_6', '3_5'] });
    expect(joined?.map(({ mediaKey }) => mediaKey)).toEqual(['3_1', '3_5', '3_6']);
    expect(unmapped).toBeNull();
  });

  it.each([['plain_text'], ['text']])('may call its text %s', (name) => {
    expect(mapped({ [name]: 'long' }).article).toMatchObject({ title: null, text: 'long' });
  });

  it('keeps a second text', () => {
    expect(mapped({ plain_text: 'long', text: 'short' })).toMatchObject({
      article: { text: 'long' },
      unmapped: { data: { article: { text: 'short' } } },
    });
  });

  it('may name media by objects, if they say no more', () => {
    const more = { media_key: '3_6', caption: 'c' };
    const { article, unmapped } = mapped({ media_entities: [{ media_key: '3_5' }, more] });
    expect(article?.mediaKeys).toEqual(['3_5']);
    expect(unmapped).toMatchObject({ data: { article: { media_entities: { 1: more } } } });
  });

  it('keeps what is new in it', () => {
    expect(mapped({ title: 'T', preview_text: 'p' }).unmapped).toMatchObject({
      data: { article: { preview_text: 'p' } },
    });
  });

  whenThere('is read as X sends it (skipped where that is absent)', () => {
    expect(mapBodyOf(readFileSync(sample, 'utf8')).tweets).toMatchObject([
      {
        article: { title: 'A long read', text: 'First paragraph of many words. Second paragraph.' },
        media: [{ mediaKey: '3_5', url: 'https://pbs.example/c.jpg' }],
        unmapped: null,
      },
    ]);
  });
});
