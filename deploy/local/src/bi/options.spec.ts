import { describe, expect, it } from '@jest/globals';
import { parseBiOptions } from './options';

describe('npm run bi', () => {
  const defaults = { port: 8090, dir: null, dashboards: false, dashboardsPort: 8088, help: false };

  it.each([
    [[], {}],
    [['--port', '0', '--dir', 'x'], { port: 0, dir: 'x' }],
    [['--dashboards', '--dashboards-port', '0'], { dashboards: true, dashboardsPort: 0 }],
    [['--help'], { help: true }],
  ])('%j', (args, options) => {
    expect(parseBiOptions(args)).toEqual({ options: { ...defaults, ...options }, problems: [] });
  });

  it('reports everything that is wrong', () => {
    expect(parseBiOptions(['--port', 'trino', '--dashboard', 'now']).problems).toEqual([
      'unknown option --dashboard',
      'unexpected argument "now"',
      '--port must be a whole number from 0 to 65535, not "trino"',
    ]);
  });
});
