import { PipelineError } from '@tdp/service';
import { answer, endStreams, LINE, runStream, staysOpen } from '../../../test-support/stream-run';
import { failureOfResponse, XRequestError } from '../../x/failure';

afterEach(endStreams);

const unauthorized = { title: 'Unauthorized', detail: 'no such token' };
const A_DAY_MS = 86_400_000;

describe('a stream that X refuses', () => {
  it.each([
    [401, unauthorized, 'no such token'],
    [403, { title: 'Forbidden', reason: 'client-not-enrolled' }, 'Forbidden'],
    [400, { title: 'Invalid Request', detail: 'unknown field' }, 'unknown field'],
    [404, {}, '404'],
  ])('after one %i says so once, and leaves X alone', async (status, body, said) => {
    const { errors, reached, server, stream, clock, log, valueOf } = await runStream([answer(status, body)]);
    await reached(() => log.length === 1);
    await clock.advance(A_DAY_MS);
    expect(server.streamRequests()).toHaveLength(1);
    expect(log).toMatchObject([{ level: 'error', detail: expect.stringContaining(said) }]);
    expect(JSON.stringify(log)).not.toContain('t0ken');
    expect(stream.ready()).toEqual({ ok: false, detail: expect.stringContaining(said) });
    expect(stream.ready().detail).toContain('failed');
    expect(await valueOf('x_stream_failed')).toBe(1);
    // Ending the process would have it restarted, and X asked again, for ever.
    expect(errors).toEqual([]);
    await stream.stop();
  });

  it('tries again with other credentials', async () => {
    let replace: () => void = () => undefined;
    const { reached, lines, stream, log, valueOf, reconciled } = await runStream(
      [answer(401, unauthorized), staysOpen],
      { newCredentials: () => new Promise((resolve) => (replace = resolve)) },
    );
    await reached(() => log.length === 1);
    replace();
    await reached(() => lines.length === 1);
    expect(lines).toEqual([LINE]);
    expect(reconciled()).toBe(2);
    expect(stream.ready().ok).toBe(true);
    expect(await valueOf('x_stream_failed')).toBe(0);
  });

  it.each([
    ['the token', () => new XRequestError('listing rules', failureOfResponse(401, {}, unauthorized))],
    ['a rule', () => new PipelineError('RULES_INVALID', 'adding rules, which X refused:\n  cat:dog')],
  ])('is one whose rules cannot be given because of %s', async (_, error) => {
    let asked = 0;
    const { reached, errors, clock, log, stream, server } = await runStream([staysOpen], {
      reconcileRules: () => {
        asked += 1;
        return Promise.reject(error());
      },
    });
    await reached(() => log.length === 1);
    await clock.advance(A_DAY_MS);
    expect(asked).toBe(1);
    expect(server.streamRequests()).toEqual([]);
    expect(stream.ready().detail).toMatch(/no such token|cat:dog/);
    expect(errors).toEqual([]);
  });

  it('is not one that fails by a bug of ours: that ends the process', async () => {
    const { reached, errors } = await runStream([staysOpen], {
      reconcileRules: () => Promise.reject(new TypeError('x is undefined')),
    });
    await reached(() => errors.length === 1);
    expect(errors).toMatchObject([{ name: 'TypeError' }]);
  });
});
