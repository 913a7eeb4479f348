import { PipelineError } from './pipeline-error';
import { serializeError } from './serialize-error';

describe('serializeError', () => {
  it('keeps code, retriable, stack and the chain of causes', () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const error = new PipelineError('KAFKA_UNAVAILABLE', 'connecting', { cause, retriable: true });
    expect(serializeError(error)).toMatchObject({
      type: 'PipelineError',
      code: 'KAFKA_UNAVAILABLE',
      message: 'connecting',
      retriable: true,
      stack: expect.stringContaining('PipelineError: connecting'),
      cause: { type: 'Error', code: 'ECONNREFUSED', message: 'connect' },
    });
  });

  it('drops whatever else a library hangs on its errors', () => {
    const error = Object.assign(new Error('x'), { request: { headers: {} }, writeErrors: [{ op: {} }] });
    expect(Object.keys(serializeError(error)).sort()).toEqual(['message', 'stack', 'type']);
  });

  it('ends at a cause that is its own cause', () => {
    const error: Error & { cause?: unknown } = new Error('loop');
    error.cause = error;
    expect(JSON.stringify(serializeError(error)).match(/"message":"loop"/g)).toHaveLength(5);
  });

  it('bounds the members of an AggregateError and the length of a message', () => {
    const error = new AggregateError(Array.from({ length: 50 }, () => new Error('y'.repeat(10_000))));
    const { errors = [] } = serializeError(error);
    expect(errors).toHaveLength(5);
    expect(errors[0]?.message).toHaveLength(2_001);
  });

  it.each([
    ['text', 'string'],
    [undefined, 'undefined'],
    [42, 'number'],
  ])('says what %p is', (thrown, type) => {
    expect(serializeError(thrown)).toEqual({ type, message: String(thrown) });
  });
});
