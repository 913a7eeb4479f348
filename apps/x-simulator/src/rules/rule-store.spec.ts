import type { XUser } from '../wire';
import { createMatchInput } from './match-input';
import { createRuleStore } from './rule-store';

const author: XUser = { id: '10', name: 'Ada', username: 'ada' };
const about = (text: string) => createMatchInput({ author, post: { id: '1', text } });
const createStore = (maxRules = 1000) =>
  createRuleStore({ clock: { now: () => 1_700_000_000_000 }, limits: { maxRules, maxLength: 1024 } });
const commit = { dryRun: false };

describe('createRuleStore', () => {
  it('names every rule that a post matches, and follows changes at once', () => {
    const store = createStore();
    store.add([{ value: 'cat', tag: 'cats' }, { value: 'cat OR dog' }, { value: 'fish' }], commit);
    const [cat, both] = store.list();
    expect(store.match(about('a cat'))).toEqual([{ id: cat?.id, tag: 'cats' }, { id: both?.id }]);
    store.remove([cat?.id ?? ''], commit);
    expect(store.match(about('a cat'))).toEqual([{ id: both?.id }]);
    expect(store.match(about('a bird'))).toEqual([]);
  });

  it('gives rising ids that look like those of X, within one millisecond too', () => {
    const store = createStore();
    store.add([{ value: 'a' }, { value: 'b' }], commit);
    store.add([{ value: 'c' }], commit);
    const ids = store.list().map(({ id }) => id);
    expect(ids).toEqual(['1724551110456246272', '1724551110456246273', '1724551110456246274']);
  });

  it('takes a value once, whatever its tag, also within one request', () => {
    const store = createStore();
    const results = store.add(
      [
        { value: 'cat', tag: 'one' },
        { value: 'cat', tag: 'two' },
      ],
      commit,
    );
    const [rule] = store.list();
    expect(results).toEqual([
      { kind: 'added', rule },
      { kind: 'duplicate', rule },
    ]);
    expect(store.list()).toHaveLength(1);
  });

  it('adds none of the rules when all would be too many, not counting those it would not add anyway', () => {
    const store = createStore(2);
    expect(store.add([{ value: 'a' }, { value: 'b' }, { value: 'c' }], commit)).toBeUndefined();
    expect(store.list()).toEqual([]);
    expect(store.add([{ value: 'a' }, { value: 'a' }, { value: '-b' }, { value: 'c' }], commit)).toHaveLength(
      4,
    );
  });

  it('changes nothing in a dry run', () => {
    const store = createStore();
    store.add([{ value: 'cat' }], commit);
    expect(store.add([{ value: 'dog' }], { dryRun: true })).toMatchObject([{ kind: 'added' }]);
    expect(store.remove([store.list()[0]?.id ?? ''], { dryRun: true })).toHaveLength(1);
    expect(store.list().map(({ value }) => value)).toEqual(['cat']);
    expect(store.version).toBe(1);
  });

  it('tells listeners of every change, and only of changes, until they leave', () => {
    const store = createStore();
    const versions: number[] = [];
    const leave = store.onChange(() => versions.push(store.version));
    store.add([{ value: 'cat' }], commit);
    store.add([{ value: 'cat' }, { value: 'has:media' }], commit);
    store.remove(['123'], commit);
    store.remove([store.list()[0]?.id ?? ''], commit);
    leave();
    store.add([{ value: 'dog' }], commit);
    expect(versions).toEqual([1, 2]);
  });

  it('forgets the value of a removed rule', () => {
    const store = createStore();
    store.add([{ value: 'cat' }], commit);
    store.remove([store.findByValue('cat')?.id ?? ''], commit);
    expect(store.findByValue('cat')).toBeUndefined();
    expect(store.add([{ value: 'cat' }], commit)).toMatchObject([{ kind: 'added' }]);
  });
});
