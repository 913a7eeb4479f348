import { parseRule } from '@tdp/x-rules';
import type { XPost, XUser } from '../wire';
import { compileMatcher } from './compile-matcher';
import { createMatchInput, type MatchSource } from './match-input';

const author: XUser = { id: '10', name: 'Ada', username: 'AdaL' };
const other: XUser = { id: '20', name: 'Other', username: 'Other_One' };
const post: XPost = { id: '1', text: 'coca', author_id: '10', in_reply_to_user_id: '20' };
const source: MatchSource = { post, author };

function expectMatch(rule: string, subject: MatchSource, expected: boolean): void {
  const parsed = parseRule(rule, { maxLength: 1024 });
  const matches = parsed.ok ? compileMatcher(parsed.node)(createMatchInput(subject)) : parsed.problems;
  expect({ rule, matches }).toEqual({ rule, matches: expected });
}

describe('in escaped text', () => {
  const escaped = { author, post: { id: '1', text: 'R&amp;D at AT&amp;T: 3 &lt; 5 &gt; 2 #lab' } };
  it.each<[string, boolean]>([
    ['"AT&T"', true],
    ['"R&D at"', true],
    ['amp', false],
    ['lt', false],
    ['"5 2"', true],
  ])('%s: %s', (rule, expected) => {
    expectMatch(rule, escaped, expected);
  });

  it('finds an escape that somebody wrote', () => {
    expectMatch('amp', { author, post: { id: '1', text: 'write &amp;amp;' } }, true);
  });
});

it('matches an article by what it says', () => {
  const article = { title: 'A long read', plain_text: 'Many words.' };
  const subject = { author, post: { id: '1', text: 'https://t.co/a', article } };
  expectMatch('"long read"', subject, true);
  expectMatch('words', subject, true);
});

describe('affiliations', () => {
  const affiliation = { user_id: ['77'], url: 'https://x.com/XDevelopers' };
  it.each<[string, MatchSource, boolean]>([
    ['from_affiliate_of:xdevelopers', { ...source, author: { ...author, affiliation } }, true],
    ['from_affiliate_of:77', { ...source, author: { ...author, affiliation } }, true],
    ['from_affiliate_of:Developers', { ...source, author: { ...author, affiliation } }, false],
    ['from_affiliate_of:XDevelopers', source, false],
    ['to_affiliate_of:XDevelopers', { ...source, repliedTo: { ...other, affiliation } }, true],
    ['to_affiliate_of:XDevelopers', { ...source, author: { ...author, affiliation } }, false],
  ])('%s', (rule, subject, expected) => {
    expectMatch(rule, subject, expected);
  });
});

describe('what only X can decide', () => {
  it('is taken and matches no post', () => {
    expectMatch('embedding:"pizza"', source, false);
    expectMatch('embedding:"pizza" OR coca', source, true);
    expectMatch('coca -embedding:"pizza"', source, true);
    expectMatch('coca embedding_threshold:0.4', source, false);
  });
});
