import { createLogger } from './logger';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(
    createLogger({
      service: 's',
      version: 'v',
      level: 'info',
      destination: { write: (l) => void lines.push(l) },
    }),
  );
  return lines.join('');
}

describe('logger', () => {
  it('writes one JSON object a line with service, version and level by name', () => {
    const line = JSON.parse(logged((logger) => logger.info({ topic: 't' }, 'hello'))) as Record<
      string,
      unknown
    >;
    expect(line).toMatchObject({ level: 'info', service: 's', version: 'v', topic: 't', msg: 'hello' });
  });

  it.each([
    ['a token', { headers: { authorization: 'Bearer s3cret' } }],
    ['a password', { options: { password: 's3cret' } }],
    ['credentials in an error', { err: new Error('connecting to mongodb://u:s3cret@host/db') }],
    ['a token deep inside', { a: { b: { c: { d: { accessToken: 's3cret' } } } } }],
    ['a token in a query', { url: 'https://host/x?access_token=s3cret&n=1' }],
    [
      'what a client library hangs on its errors',
      { err: Object.assign(new Error('x [redacted]'), { body: 's3cret' }) },
    ],
    ['credentials in a cause', { err: new Error('x', { cause: new Error('http://u:s3cret@host') }) }],
  ])('never writes %s', (_what, fields) => {
    const text = logged((logger) => logger.error(fields, 'failed'));
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('s3cret');
  });

  it('cuts known secret values out wherever they appear', () => {
    const lines: string[] = [];
    const logger = createLogger({
      service: 's',
      version: 'v',
      level: 'info',
      destination: { write: (line) => void lines.push(line) },
      secretValues: ['hunter2-hunter2'],
    });
    logger.info('user said hunter2-hunter2');
    expect(JSON.parse(lines.join(''))).toMatchObject({ msg: 'user said [redacted]' });
  });
});
