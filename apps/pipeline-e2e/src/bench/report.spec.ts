import { formatRuns } from './report';

const run = (contestant: string, perSecond: number, cpuSeconds: number, peakResident: number) => ({
  ...{ contestant, perSecond, cpuSeconds, peakResident },
  serverCpuSeconds: 7,
});

describe('formatRuns', () => {
  it('shows every run, and compares the means', () => {
    const report = formatRuns(
      [
        run('mongo-sink', 10_000.4, 13, 300),
        run('Kafka Connect', 4_000, 50, 1_200),
        run('mongo-sink', 14_000, 15, 300),
        run('Kafka Connect', 4_000, 62, 1_200),
      ],
      { unit: 'documents', server: 'mongodb' },
    );
    expect(report).toContain('| mongo-sink | 10000 | 13.0 | 7.0 | 300 |');
    expect(report).toContain(
      'mongo-sink / Kafka Connect: 3.00 times the documents/s, 4.0 times less CPU, 4.0 times less memory',
    );
  });

  it('compares nothing when there was no peer', () => {
    expect(
      formatRuns([run('mongo-sink', 10_000, 13, 300)], { unit: 'documents', server: 'mongodb' }),
    ).not.toContain('times');
  });
});
