import { AGAIN_HEADER } from '@tdp/contracts';
import { createPace, errorMessage, type AgainOptions, type Clock } from '@tdp/service';
import { OutputError, type EncodedRecord, type Producer } from '@tdp/streaming';
import type { Database } from '../database';
import type { Operations } from '../operations';
import { toEnrichedTweet } from '../write-models/read-tweet-document';
import type { StoredDocument } from '../write-models/versioned';
import { takePass } from './pass';
import { createStoredPosts, type Meant } from './stored-posts';

export interface HandOnDeps {
  readonly options: AgainOptions;
  readonly database: Database;
  readonly operations: Operations;
  readonly producer: Pick<Producer, 'encode' | 'sendEncoded'>;
  readonly clock: Clock;
  readonly stopSignal: AbortSignal;
  readonly onBegin: (begin: {
    readonly goesOn: boolean;
    readonly total: number;
    readonly left: number;
  }) => void;
  readonly onProgress: (sent: number, total: number) => void;
  /** A document that no post can be made of: not written by the sink, or too large by now. */
  readonly onUnreadable: (collectionId: string, reason: string) => void;
}

const PAGES_A_SECOND = 4;
const MAX_PAGE = 500;

/**
 * Hands what is stored of posts on to the enricher, by tweets-stored; the sink gets them back as any other post (ADR
 * 0029). A page is remembered once Kafka has it, so what a crash repeats is a page, and repeated it changes nothing.
 * @returns posts handed on, by this run and those before it
 * @throws PipelineError; the signal's reason, where it can go on another time
 */
export async function handOn(deps: HandOnDeps): Promise<number> {
  const { options, database, operations, producer, clock, stopSignal } = deps;
  const read = (meant: Meant) => createStoredPosts(database, operations, meant);
  const { sinkState } = database;
  const pass = await takePass({
    ...{ sinkState, operations, clock, options },
    count: (meant) => read(meant).count(),
  });
  deps.onBegin({ goesOn: pass.goesOn, total: pass.total, left: Math.max(0, pass.total - pass.sent) });
  const posts = read(pass.meant);
  const pace = createPace(options.rate, clock);
  const limit = Math.max(1, Math.min(MAX_PAGE, Math.floor(options.rate / PAGES_A_SECOND)));
  const headers = { [AGAIN_HEADER]: options.only?.join(',') ?? '' };
  let { position, sent } = pass;
  for (
    let page = await posts.page(position, limit);
    page !== null;
    page = await posts.page(position, limit)
  ) {
    await pace.pass(page.documents.length, stopSignal);
    await producer.sendEncoded(page.documents.flatMap(encode));
    stopSignal.throwIfAborted();
    position = page.next;
    sent += page.documents.length;
    await pass.keep(position, sent);
    deps.onProgress(sent, pass.total);
  }
  await pass.end();
  return sent;

  function encode(document: StoredDocument): readonly EncodedRecord[] {
    try {
      const { tweet } = toEnrichedTweet(document);
      return [producer.encode({ topic: 'tweets-stored', key: tweet.id, record: tweet, headers })];
    } catch (error) {
      // Made of a document that somebody else wrote, a post may be anything; what it is the codec says.
      if (!(error instanceof OutputError || error instanceof TypeError)) {
        throw error;
      }
      deps.onUnreadable(document._id, errorMessage(error));
      return [];
    }
  }
}
