import type { ByteWriter } from './byte-writer';
import type { PostRenderer } from './post-renderer';

/** One post of the stream, to be written as each connection asked for it. */
export interface EmittedPost {
  readonly id: string;
  /** Id of the first version of its edit chain; its own if it was never edited. */
  readonly chainId: string;
  /** Writes its JSON, without the line end. */
  line(renderer: PostRenderer, out: ByteWriter): void;
}

/** What the stream delivers. */
export interface PostSource {
  /** The next post; undefined when there is none (nothing matches, or the replay is over). */
  next(nowMs: number): EmittedPost | undefined;
}
