import { failureOfDisconnect, failureOfResponse } from './failure';
import { readProblems } from './problem';

const tooMany = {
  title: 'ConnectionException',
  detail: 'This stream is currently at the maximum allowed connection limit.',
  connection_issue: 'TooManyConnections',
  type: 'https://api.x.com/2/problems/streaming-connection',
};
const capped = {
  title: 'UsageCapExceeded',
  detail: 'Usage cap exceeded: Monthly product cap',
  period: 'Monthly',
  type: 'https://api.twitter.com/2/problems/usage-capped',
};

describe('failureOfResponse', () => {
  it.each([
    [401, { title: 'Unauthorized', detail: 'Unauthorized' }, 'unauthorized', 'terminal'],
    [403, { title: 'Forbidden', reason: 'client-not-enrolled' }, 'unauthorized', 'terminal'],
    [400, { errors: [{ message: 'bad field' }], title: 'Invalid Request' }, 'request-refused', 'terminal'],
    [404, null, 'request-refused', 'terminal'],
    [409, { title: 'RulesNotConfigured' }, 'no-rules', 'no-rules'],
    [429, { errors: [{ code: 88, message: 'Rate limit exceeded' }] }, 'rate-limited', 'rate-limited'],
    [429, tooMany, 'too-many-connections', 'rate-limited'],
    [429, capped, 'usage-capped', 'rate-limited'],
    [420, null, 'rate-limited', 'rate-limited'],
    [500, null, 'http-error', 'http'],
    [503, { title: 'Service Unavailable' }, 'http-error', 'http'],
    [302, null, 'http-error', 'http'],
  ])('%i %j is %s', (status, body, reason, next) => {
    expect(failureOfResponse(status, {}, body)).toMatchObject({ reason, next });
  });

  it('says what X says', () => {
    expect(failureOfResponse(429, { 'x-rate-limit-reset': '1800000000' }, tooMany)).toMatchObject({
      message: `X answered 429: ConnectionException: ${tooMany.detail}: (TooManyConnections)`,
      resetAt: 1_800_000_000_000,
    });
  });
});

describe('failureOfDisconnect', () => {
  it.each([
    ['operational-disconnect', 'UpstreamOperationalDisconnect', 'disconnected-by-x', 'network'],
    ['operational-disconnect', 'InvalidRules', 'no-rules', 'no-rules'],
    ['usage-capped', '', 'usage-capped', 'rate-limited'],
    ['streaming-connection', 'TooManyConnections', 'too-many-connections', 'rate-limited'],
    ['something-new', '', 'disconnected-by-x', 'network'],
  ])('%s %s is %s', (type, disconnect_type, reason, next) => {
    const problems = readProblems({ errors: [{ title: 't', type: `https://x/${type}`, disconnect_type }] });
    expect(failureOfDisconnect(problems)).toMatchObject({ reason, next });
  });
});
