import { readConfig } from './config';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({ PATH: '/bin' })).toMatchObject({ X_SIMULATOR_PORT: 0, X_SIMULATOR_RATE: 100 });
  });

  it('lists every wrong setting at once', () => {
    const read = () => readConfig({ X_SIMULATOR_RATE: '-1', X_SIMULATOR_PORT: 'x', X_SIMULATOR_SPEED: '9' });
    expect(read).toThrow(/X_SIMULATOR_SPEED: is not a setting[^]*X_SIMULATOR_PORT[^]*X_SIMULATOR_RATE/);
  });
});
