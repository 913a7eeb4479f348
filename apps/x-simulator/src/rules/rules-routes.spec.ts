import fastify from 'fastify';
import { hasOpenApi, validateAgainstOpenApi } from '../../test-support/openapi';
import { createRuleStore } from './rule-store';
import { rulesRoutes } from './rules-routes';

const PATH = '/2/tweets/search/stream/rules';
const SENT = '2023-11-14T22:13:20.000Z';

interface Body {
  readonly data?: readonly { readonly id: string; readonly value: string; readonly tag?: string }[];
  readonly meta?: { readonly next_token?: string; readonly summary?: object; readonly sent?: string };
  readonly errors?: readonly Readonly<Record<string, unknown>>[];
}

function createApp(maxRules = 1000) {
  const clock = { now: () => Date.parse(SENT) };
  const limits = { maxRules, maxLength: 1024 };
  const store = createRuleStore({ clock, limits });
  const app = fastify();
  void app.register(rulesRoutes, { store, clock, limits });
  const request = async (method: 'GET' | 'POST', suffix: string, payload?: object | string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app.inject({
      method,
      url: `${PATH}${suffix}`,
      ...(payload !== undefined && { payload, headers }),
    });
    return { status: response.statusCode, body: response.json<Body>() };
  };
  const add = (...add: object[]) => request('POST', '', { add });
  return { store, request, add };
}

describe('adding rules', () => {
  it('answers 201 with the new rules and a summary', async () => {
    const { add, store } = createApp();
    const { status, body } = await add({ value: 'cat has:media', tag: 'cats' }, { value: 'dog' });
    expect(status).toBe(201);
    expect(body).toEqual({
      data: store.list(),
      meta: { sent: SENT, summary: { created: 2, not_created: 0, valid: 2, invalid: 0 } },
    });
  });

  it('adds the good rules of a request and reports the others', async () => {
    const { add, store } = createApp();
    await add({ value: 'cat' });
    const { status, body } = await add({ value: 'cat' }, { value: 'dog' }, { value: 'has:media' });
    expect(status).toBe(201);
    expect(body.meta?.summary).toEqual({ created: 1, not_created: 2, valid: 1, invalid: 2 });
    expect(body.data?.map(({ value }) => value)).toEqual(['dog']);
    expect(body.errors).toEqual([
      {
        value: 'cat',
        id: store.findByValue('cat')?.id,
        title: 'DuplicateRule',
        type: 'https://api.x.com/2/problems/duplicate-rules',
      },
      {
        value: 'has:media',
        details: [expect.stringMatching(/^`has:media` cannot be used alone \(at position 1\); add/)],
        title: 'UnprocessableEntity',
        type: 'https://api.x.com/2/problems/invalid-rules',
      },
    ]);
  });

  it('answers 200 without data when no rule was added', async () => {
    const { add } = createApp();
    const { status, body } = await add({ value: '-cat' });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['meta', 'errors']);
  });

  it('refuses the whole request when the rules would be too many', async () => {
    const { add, store } = createApp(2);
    expect(await add({ value: 'a' }, { value: 'b' }, { value: 'c' })).toEqual({
      status: 400,
      body: {
        title: 'RulesCapExceeded',
        detail: 'You have exceeded the maximum number of rules: 2.',
        type: 'https://api.x.com/2/problems/rule-cap',
      },
    });
    expect(store.list()).toEqual([]);
  });

  it('validates without adding in a dry run', async () => {
    const { request, store } = createApp();
    const { status, body } = await request('POST', '?dry_run=true', {
      add: [{ value: 'cat' }, { value: 'foo:bar' }],
    });
    expect(status).toBe(200);
    expect(body.meta?.summary).toEqual({ created: 1, not_created: 1, valid: 1, invalid: 1 });
    expect(store.list()).toEqual([]);
  });
});

describe('deleting rules', () => {
  const setUp = async () => {
    const app = createApp();
    await app.add({ value: 'cat' }, { value: 'dog' }, { value: 'fish' });
    return { ...app, ids: app.store.list().map(({ id }) => id) };
  };

  it('deletes by ids and reports those that do not exist', async () => {
    const { request, store, ids } = await setUp();
    const { status, body } = await request('POST', '', { delete: { ids: [ids[0], '123'] } });
    expect(status).toBe(200);
    expect(body).toEqual({
      meta: { sent: SENT, summary: { deleted: 1, not_deleted: 1 } },
      errors: [expect.objectContaining({ errors: [{ parameters: {}, message: 'Rule does not exist' }] })],
    });
    expect(store.list().map(({ value }) => value)).toEqual(['dog', 'fish']);
  });

  it('deletes by values', async () => {
    const { request, store } = await setUp();
    const { body } = await request('POST', '', { delete: { values: ['dog', 'bird'] } });
    expect(body.meta?.summary).toEqual({ deleted: 1, not_deleted: 1 });
    expect(store.list().map(({ value }) => value)).toEqual(['cat', 'fish']);
  });

  it.each([undefined, {}])('deletes all, with the body %j', async (payload) => {
    const { request, store } = await setUp();
    const { body } = await request('POST', '?delete_all=true', payload);
    expect(body.meta?.summary).toEqual({ deleted: 3, not_deleted: 0 });
    expect(store.list()).toEqual([]);
  });

  it('deletes nothing in a dry run', async () => {
    const { request, store } = await setUp();
    const { body } = await request('POST', '?delete_all=true&dry_run=true');
    expect(body.meta?.summary).toEqual({ deleted: 3, not_deleted: 0 });
    expect(store.list()).toHaveLength(3);
  });
});

describe('listing rules', () => {
  it('gives no data member when there are no rules', async () => {
    const { request } = createApp();
    expect(await request('GET', '')).toEqual({
      status: 200,
      body: { meta: { sent: SENT, result_count: 0 } },
    });
  });

  it('gives the asked rules and reports those that do not exist', async () => {
    const { add, request, store } = createApp();
    await add({ value: 'cat' }, { value: 'dog', tag: 'dogs' });
    const dog = store.findByValue('dog');
    const { body } = await request('GET', `?ids=${dog?.id},123`);
    expect(body.data).toEqual([dog]);
    expect(body.errors).toEqual([
      expect.objectContaining({
        resource_id: '123',
        type: 'https://api.x.com/2/problems/resource-not-found',
      }),
    ]);
  });

  it('pages without skipping a rule when another is deleted in between', async () => {
    const { add, request, store } = createApp();
    await add(...['a', 'b', 'c', 'd', 'e'].map((value) => ({ value })));
    const first = await request('GET', '?max_results=2');
    expect(first.body.meta?.next_token).toMatch(/^[0-9A-V]{16}$/);
    store.remove([store.findByValue('a')?.id ?? ''], { dryRun: false });
    const second = await request('GET', `?max_results=2&pagination_token=${first.body.meta?.next_token}`);
    const third = await request('GET', `?max_results=2&pagination_token=${second.body.meta?.next_token}`);
    const values = [first, second, third].map(({ body }) => body.data?.map(({ value }) => value));
    expect(values).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(third.body.meta?.next_token).toBeUndefined();
  });
});

it('counts the rules as strings, against the configured cap', async () => {
  const { add, request } = createApp(25);
  await add({ value: 'cat' });
  expect((await request('GET', '/counts')).body).toEqual({
    data: {
      cap_per_client_app: '25',
      cap_per_project: '25',
      client_app_rules_count: { client_app_id: '1', rule_count: 1 },
      all_project_client_apps: [{ client_app_id: '1', rule_count: 1 }],
      project_rules_count: '1',
    },
  });
});

const malformed: [
  method: 'GET' | 'POST',
  suffix: string,
  payload: object | string | undefined,
  message: RegExp,
][] = [
  ['GET', '?max_results=1001', undefined, /max_results/],
  ['GET', '?max_results=0', undefined, /max_results/],
  ['GET', '?ids=abc', undefined, /rule id/],
  ['GET', '?pagination_token=short', undefined, /pagination_token/],
  ['POST', '', '{"add":', /JSON/],
  ['POST', '', [], /JSON object/],
  ['POST', '', {}, /Exactly one/],
  ['POST', '', undefined, /Exactly one/],
  ['POST', '?delete_all=true', { add: [{ value: 'a' }] }, /Exactly one/],
  ['POST', '?dry_run=yes', { add: [{ value: 'a' }] }, /dry_run/],
  ['POST', '', { remove: [] }, /unknown member remove/],
  ['POST', '', { add: [] }, /at least one rule/],
  ['POST', '', { add: ['cat'] }, /must be an object/],
  ['POST', '', { add: [{ tag: 'x' }] }, /value must be a string/],
  ['POST', '', { add: [{ value: 'a', tag: 1 }] }, /tag must be a string/],
  ['POST', '', { add: [{ value: 'a', label: 'x' }] }, /unknown member label/],
  ['POST', '', { delete: {} }, /either ids or values/],
  ['POST', '', { delete: { ids: ['1'], values: ['a'] } }, /either ids or values/],
  ['POST', '', { delete: { ids: ['abc'] } }, /1 to 19 digits/],
  ['POST', '', { delete: { ids: [1] } }, /list of at least one string/],
];

it.each(malformed)('refuses %s %s %j', async (method, suffix, payload, message) => {
  const { request } = createApp();
  const { status, body } = await request(method, suffix, payload);
  expect(status).toBe(400);
  expect(body).toMatchObject({
    title: 'Invalid Request',
    type: 'https://api.x.com/2/problems/invalid-request',
  });
  expect(JSON.stringify(body.errors)).toMatch(message);
});

// X's description of its API is not part of this repository; without it there is nothing to compare with.
(hasOpenApi ? describe : describe.skip)(
  "against X's OpenAPI description (skipped where it is absent)",
  () => {
    it('has the documented shape, whatever was asked', async () => {
      const { add, request, store } = createApp();
      const answers = {
        added: ['POST', '', await add({ value: 'cat', tag: 'cats' }, { value: 'dog' })],
        dryRun: ['POST', '', await request('POST', '?dry_run=true', { add: [{ value: 'fish' }] })],
        listed: ['GET', '', await request('GET', '?max_results=1')],
        missing: ['GET', '', await request('GET', '?ids=123')],
        counted: ['GET', '/counts', await request('GET', '/counts')],
        deleted: ['POST', '', await request('POST', '', { delete: { ids: [store.list()[0]?.id, '123'] } })],
        malformed: ['POST', '', await request('POST', '', {})],
      } as const;
      const findings = Object.entries(answers).map(([name, [method, suffix, { status, body }]]) => [
        name,
        validateAgainstOpenApi(method, `${PATH}${suffix}`, status, body),
      ]);
      expect(Object.fromEntries(findings)).toEqual(
        Object.fromEntries(Object.keys(answers).map((name) => [name, []])),
      );
    });

    it('would notice a wrong body', () => {
      const path = `${PATH}/counts`;
      expect(validateAgainstOpenApi('GET', path, 200, { data: { cap_per_project: 1000 } })).toContain(
        '/data/cap_per_project must be string',
      );
    });

    it('differs for refused rules only in their problems, which the description does not list', async () => {
      const { add } = createApp();
      const { status, body } = await add({ value: 'cat' }, { value: 'cat' }, { value: 'has:media' });
      const { errors, ...rest } = body;
      expect(errors).toHaveLength(2);
      expect(validateAgainstOpenApi('POST', PATH, status, rest)).toEqual([]);
    });
  },
);
