import { describe, expect, it } from '@jest/globals';
import { parseStartOptions } from './options';

describe('parseStartOptions', () => {
  it('has defaults for everything', () => {
    expect(parseStartOptions([])).toEqual({
      problems: [],
      options: {
        rate: 100,
        seconds: null,
        summaryFile: null,
        replayFile: null,
        replayMode: 'once',
        keepData: false,
        deployTopics: false,
        rollups: true,
        brokers: 1,
        mongods: 1,
        replicas: 1,
        help: false,
      },
    });
  });

  it('reads every option', () => {
    const args =
      '--rate 1000 --seconds=30 --summary out.json --replay in.ndjson --replay-mode loop --keep-data --deploy-topics --without-rollups --help --brokers 3 --mongod=5 --replicas 2';
    expect(parseStartOptions(args.split(' '))).toEqual({
      problems: [],
      options: {
        rate: 1000,
        seconds: 30,
        summaryFile: 'out.json',
        replayFile: 'in.ndjson',
        replayMode: 'loop',
        keepData: true,
        deployTopics: true,
        rollups: false,
        brokers: 3,
        mongods: 5,
        replicas: 2,
        help: true,
      },
    });
  });

  it.each([
    [['--rate', '0'], ['--rate must be a whole number from 1 to 10000, not "0"']],
    [['--rate', '1e3'], ['--rate must be a whole number from 1 to 10000, not "1e3"']],
    [['--rate=-5'], ['--rate must be a whole number from 1 to 10000, not "-5"']],
    [['--seconds', '1.5'], ['--seconds must be a whole number from 1 to 86400, not "1.5"']],
    [['--summary'], ['--summary needs a value']],
    [['--keep-data=yes'], ['--keep-data takes no value']],
    [['--replay-mode', 'loop'], ['--replay-mode needs --replay']],
    [['--brokers', '2'], ['--brokers must be 1, 3 or 5, not "2"']],
    [['--mongod=0'], ['--mongod must be 1, 3 or 5, not "0"']],
    [['--replicas', '10'], ['--replicas must be a whole number from 1 to 9, not "10"']],
    [['now'], ['unexpected argument "now"']],
  ])('refuses %j', (args, problems) => {
    expect(parseStartOptions(args).problems).toEqual(problems);
  });

  it('reports every problem at once', () => {
    const { problems } = parseStartOptions([
      '--speed',
      '3',
      '--rate',
      'fast',
      '--replay',
      'f',
      '--replay-mode',
      'twice',
    ]);
    expect(problems).toEqual([
      'unknown option --speed',
      'unexpected argument "3"',
      '--replay-mode must be once or loop, not "twice"',
      '--rate must be a whole number from 1 to 10000, not "fast"',
    ]);
  });
});
