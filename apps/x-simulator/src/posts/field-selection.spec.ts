import { createWorld } from '../generator/world';
import { readFieldSelection, selectPost, type FieldSelection } from './field-selection';

const { templates } = createWorld({ seed: 3, templates: 500, people: 50 });

function selection(query: Record<string, string>): FieldSelection {
  const read = readFieldSelection(query);
  if ('post' in read) {
    return read;
  }
  throw new Error(JSON.stringify(read));
}
const keys = (value: object | undefined): string[] => Object.keys(value ?? {}).sort();

describe('field selection', () => {
  it('sends id, text and edit history when nothing is asked for', () => {
    for (const { post, includes } of templates) {
      const { data, includes: expanded } = selectPost(post, includes, selection({}));
      expect(keys(data)).toEqual(['edit_history_tweet_ids', 'id', 'text']);
      expect(expanded).toBeUndefined();
    }
  });

  it('sends exactly the fields asked for, of the post and of what is expanded', () => {
    const asked = selection({
      'tweet.fields': 'lang,author_id',
      'user.fields': 'verified',
      expansions: 'author_id',
    });
    for (const { post, includes } of templates) {
      const { data, includes: expanded } = selectPost(post, includes, asked);
      expect(keys(data)).toEqual(['author_id', 'edit_history_tweet_ids', 'id', 'lang', 'text']);
      expect(keys(expanded)).toEqual(['users']);
      expect(expanded?.users?.map((user) => [user.id, keys(user)])).toEqual([
        [post.author_id, ['id', 'name', 'username', 'verified']],
      ]);
    }
  });

  it('understands the new spelling', () => {
    const { post } = selection({ 'post.fields': 'note_post,referenced_posts' });
    expect([post.has('note_tweet'), post.has('referenced_tweets')]).toEqual([true, true]);
  });

  it('names every field it does not know', () => {
    const problems = readFieldSelection({ 'tweet.fields': 'lang,mood', expansions: 'everything' });
    expect(problems).toMatchObject([
      { name: 'tweet.fields', values: ['mood'] },
      { name: 'expansions', values: ['everything'] },
    ]);
  });
});
