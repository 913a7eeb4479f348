import http from 'node:http';
import https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import { errorMessage, type Clock } from '@tdp/service';
import type { ResponseHeaders } from '../../x/rate-limit-headers';
import { failureOfResponse, networkFailure, notAStream, type XFailure } from '../../x/failure';

/** An open stream, or why there is none. */
export type OpenResult =
  { readonly ok: true; readonly body: Readable } | { readonly ok: false; readonly failure: XFailure };

export interface OpenStreamOptions {
  readonly url: URL;
  readonly bearerToken: string;
  readonly userAgent: string;
  /** Longest wait for X's answer. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of every answer. */
  readonly onResponse: (status: number, headers: ResponseHeaders) => void;
}

const MAX_ERROR_BYTES = 64 * 1024;

/** Connects once. Never throws; an aborted attempt is a failure like any other. */
export async function openStream(options: OpenStreamOptions): Promise<OpenResult> {
  const { clock, timeoutMs } = options;
  const done = new AbortController();
  const timeout = new AbortController();
  clock.sleep(timeoutMs, done.signal).then(
    () => timeout.abort(new Error(`no answer within ${timeoutMs} ms`)),
    () => undefined,
  );
  try {
    const response = await request(options, AbortSignal.any([options.signal, timeout.signal]));
    const status = response.statusCode ?? 0;
    options.onResponse(status, response.headers);
    return status === 200
      ? openBody(response)
      : { ok: false, failure: failureOfResponse(status, response.headers, await readError(response)) };
  } catch (error) {
    const cause: unknown = timeout.signal.aborted ? timeout.signal.reason : error;
    return { ok: false, failure: networkFailure('connection-failed', errorMessage(cause)) };
  } finally {
    done.abort();
  }
}

function request(options: OpenStreamOptions, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { url, bearerToken, userAgent } = options;
  const { request: send } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    send(url, {
      // No pooled socket: each attempt looks the address up again.
      agent: false,
      signal,
      headers: {
        authorization: `Bearer ${bearerToken}`,
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': userAgent,
      },
    })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

/** Decoders that pass on what they have, instead of waiting for more. */
const FLUSHING = { flush: zlib.constants.Z_SYNC_FLUSH };
const DECODERS: Readonly<Record<string, (() => NodeJS.ReadWriteStream & Readable) | undefined>> = {
  gzip: () => zlib.createGunzip(FLUSHING),
  'x-gzip': () => zlib.createGunzip(FLUSHING),
  deflate: () => zlib.createInflate(FLUSHING),
  br: () => zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH }),
};

function openBody(response: http.IncomingMessage): OpenResult {
  const type = response.headers['content-type'] ?? '';
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (/^text\/html/i.test(type)) {
    return refuse(response, `the answer is ${type.slice(0, 60)}`);
  }
  if (encoding === 'identity') {
    return { ok: true, body: response };
  }
  const decoder = DECODERS[encoding.toLowerCase()]?.();
  if (decoder === undefined) {
    return refuse(response, `the answer has the unknown encoding ${encoding.slice(0, 60)}`);
  }
  // The reader of the decoder sees the error; this callback only keeps it from being unhandled.
  pipeline(response, decoder, () => undefined);
  return { ok: true, body: decoder };
}

function refuse(response: http.IncomingMessage, message: string): OpenResult {
  response.destroy();
  return { ok: false, failure: notAStream(message) };
}

/** X's problem object; null when the body is none, for the status says enough. */
async function readError(response: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_ERROR_BYTES) {
        break;
      }
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
