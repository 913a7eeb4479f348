import { createByteWriter } from '../src/posts/byte-writer';
import type { PostRenderer } from '../src/posts/post-renderer';
import type { EmittedPost } from '../src/posts/post-source';

/** A post's line of the stream as text; recorded posts need no renderer. */
export function lineOf(post: EmittedPost, renderer = {} as PostRenderer): string {
  const out = createByteWriter();
  post.line(renderer, out);
  return out.take().toString();
}
