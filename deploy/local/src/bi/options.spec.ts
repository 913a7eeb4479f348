import { describe, expect, it } from '@jest/globals';
import { parseBiOptions } from './options';

describe('npm run bi', () => {
  it.each([
    [[], { port: 8090, dir: null, help: false }],
    [['--port', '0', '--dir', 'x'], { port: 0, dir: 'x', help: false }],
    [['--help'], { port: 8090, dir: null, help: true }],
  ])('%j', (args, options) => {
    expect(parseBiOptions(args)).toEqual({ options, problems: [] });
  });

  it('reports everything that is wrong', () => {
    expect(parseBiOptions(['--port', 'trino', '--dashboards', 'now']).problems).toEqual([
      'unknown option --dashboards',
      'unexpected argument "now"',
      '--port must be a whole number from 0 to 65535, not "trino"',
    ]);
  });
});
