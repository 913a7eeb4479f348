import { observe } from '../../test-support/observed';
import type { XRule, XRuleToAdd } from '../x/client';
import { readProblems, type XProblem } from '../x/problem';
import { diffRules } from './diff-rules';
import { reconcileRules } from './reconcile-rules';

const rule = (value: string, tag = 't'): XRuleToAdd => ({ value, tag });
const held = (value: string, tag: string | null = 't'): XRule => ({ id: `id-${value}-${tag}`, value, tag });
const many = { maxRules: 10, prune: true };

describe('diffRules', () => {
  it('changes nothing when X has what we want', () => {
    expect(diffRules([rule('a'), rule('b')], [held('b'), held('a')], many)).toEqual({
      deleteFirst: [],
      add: [],
      deleteAfter: [],
    });
  });

  it('adds before it deletes, so that nothing is missed in between', () => {
    expect(diffRules([rule('a'), rule('new')], [held('a'), held('old')], many)).toEqual({
      deleteFirst: [],
      add: [rule('new')],
      deleteAfter: [held('old')],
    });
  });

  it('deletes first only as many as the cap demands', () => {
    const existing = [held('old1'), held('old2'), held('old3')];
    expect(diffRules([rule('a'), rule('b')], existing, { maxRules: 4, prune: true })).toEqual({
      deleteFirst: [held('old1')],
      add: [rule('a'), rule('b')],
      deleteAfter: [held('old2'), held('old3')],
    });
  });

  it('replaces a rule whose tag changed: X has no other way', () => {
    expect(diffRules([rule('a', 'new')], [held('a', 'old')], many)).toEqual({
      deleteFirst: [held('a', 'old')],
      add: [rule('a', 'new')],
      deleteAfter: [],
    });
  });

  it('leaves the rules of others when it must not prune', () => {
    const changes = diffRules([rule('a')], [held('other')], { maxRules: 10, prune: false });
    expect(changes).toEqual({ deleteFirst: [], add: [rule('a')], deleteAfter: [] });
  });
});

function fakeX(existing: readonly XRule[], answers: { dry?: XProblem[]; real?: XProblem[] } = {}) {
  const calls: string[] = [];
  const { logger, metrics, valueOf, lines } = observe();
  const client = {
    listRules: () => Promise.resolve(existing),
    addRules: (rules: readonly XRuleToAdd[], { dryRun }: { dryRun: boolean }) => {
      calls.push(`${dryRun ? 'try' : 'add'} ${rules.map(({ value }) => value).join(',')}`);
      return Promise.resolve((dryRun ? answers.dry : answers.real) ?? []);
    },
    deleteRules: (ids: readonly string[]) => {
      calls.push(`delete ${ids.join(',')}`);
      return Promise.resolve();
    },
  };
  const reconcile = (wanted: readonly XRuleToAdd[], maxRules = 10) =>
    reconcileRules(wanted, { client, logger, metrics, maxRules, prune: true });
  return { calls, reconcile, valueOf, lines };
}
const problem = (type: string, value: string, detail = '') =>
  readProblems({
    errors: [{ type: `https://api.x.com/2/problems/${type}`, title: 'T', value, detail }],
  }) as XProblem[];

describe('reconcileRules', () => {
  it('says nothing when there is nothing to do', async () => {
    const { calls, reconcile, valueOf, lines } = fakeX([held('a')]);
    await reconcile([rule('a')]);
    expect([calls, lines]).toEqual([[], []]);
    expect(await valueOf('x_stream_rules')).toBe(1);
  });

  it('asks X first, then adds, then deletes', async () => {
    const { calls, reconcile, valueOf } = fakeX([held('old')]);
    await reconcile([rule('a'), rule('b')]);
    expect(calls).toEqual(['try a,b', 'add a,b', 'delete id-old-t']);
    expect(await valueOf('x_stream_rules')).toBe(2);
  });

  it('touches nothing when X would refuse a rule, and names it', async () => {
    const { calls, reconcile } = fakeX([held('old')], {
      dry: problem('invalid-rules', 'bad rule', 'why not'),
    });
    await expect(reconcile([rule('bad rule')])).rejects.toMatchObject({
      code: 'RULES_INVALID',
      message: expect.stringMatching(/bad rule\n {4}T: why not/) as unknown,
    });
    expect(calls).toEqual(['try bad rule']);
  });

  it('takes a rule that X already has for added', async () => {
    const duplicate = problem('duplicate-rules', 'a');
    const { calls, reconcile } = fakeX([], { dry: duplicate, real: duplicate });
    await reconcile([rule('a')]);
    expect(calls).toEqual(['try a', 'add a']);
  });

  it('does not mind the cap in the trial when it is about to make room', async () => {
    const { calls, reconcile } = fakeX([held('old')], { dry: problem('rule-cap', '') });
    await reconcile([rule('a')], 1);
    expect(calls).toEqual(['try a', 'delete id-old-t', 'add a']);
  });
});
