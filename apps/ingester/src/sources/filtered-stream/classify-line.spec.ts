import { classifyLine } from './classify-line';

const classify = (text: string) => classifyLine(Buffer.from(text));

describe('classifyLine', () => {
  it.each([
    ['', 'keep-alive'],
    [' ', 'keep-alive'],
    ['{"data":{"id":"1","text":"t"}}', 'post'],
    ['{"errors":[{"title":"Not Found Error"}],"data":{"id":"1"}}', 'post'],
    ['{"errors":[{"title":"operational-disconnect"}]}', 'problem'],
    ['{"title":"ConnectionException","detail":"x","type":"about:blank"}', 'problem'],
    ['<!DOCTYPE html>', 'html'],
    ['  <html>', 'html'],
  ])('takes %j for %s', (text, kind) => {
    expect(classify(text).kind).toBe(kind);
  });

  it.each([
    ['{"data":{"id":"1"', 'INVALID_JSON'],
    ['Service Unavailable', 'INVALID_JSON'],
    ['[]', 'UNKNOWN_MESSAGE'],
    ['1', 'UNKNOWN_MESSAGE'],
    ['null', 'UNKNOWN_MESSAGE'],
    ['{}', 'UNKNOWN_MESSAGE'],
    ['{"errors":[]}', 'UNKNOWN_MESSAGE'],
    ['{"data":[{"id":"1"}]}', 'UNKNOWN_MESSAGE'],
    ['{"data":{"delete":{"tweet":{"id":"1"}}}}', 'UNKNOWN_MESSAGE'],
    ['{"system":{"maintenance":true}}', 'UNKNOWN_MESSAGE'],
  ])('cannot read %j: %s', (text, reason) => {
    expect(classify(text)).toMatchObject({ kind: 'unreadable', reason });
  });

  it('refuses bytes that are not UTF-8 instead of replacing them', () => {
    const bytes = Buffer.from('{"data":{"id":"1","text":"\xff"}}', 'latin1');
    expect(classifyLine(bytes)).toMatchObject({ kind: 'unreadable', reason: 'INVALID_UTF8' });
  });

  it('names a problem by the last segment of its type, whatever the host', () => {
    for (const host of ['https://api.x.com', 'https://api.twitter.com']) {
      const line = {
        errors: [{ type: `${host}/2/problems/operational-disconnect`, disconnect_type: 'SlowReader' }],
      };
      expect(classify(JSON.stringify(line))).toMatchObject({
        problems: [{ type: 'operational-disconnect', issue: 'SlowReader' }],
      });
    }
  });

  it('quotes nothing of a line it cannot read', () => {
    expect(JSON.stringify(classify('{"text":"private words" oops'))).not.toContain('private');
  });
});
