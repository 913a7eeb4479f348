import http from 'node:http';
import https from 'node:https';
import { TLSSocket } from 'node:tls';
import {
  basicAuthorization,
  percentDecoded,
  presentedCertificate,
  type RegistryAccess,
  type Validity,
} from '@tdp/service';

export interface RegistryConnection {
  /** Base URL, e.g. https://registry:8081/apis/ccompat/v7; user and password may be part of it. */
  readonly url: string;
  readonly access?: RegistryAccess;
  /** Told of the certificate that the registry presents. */
  readonly onCertificate?: ((address: string, certificate: Validity) => void) | undefined;
}

/** What the registry said to one request. */
export interface RegistryAnswer {
  readonly status: number;
  /** Parsed JSON; the text itself where it is none. */
  readonly body: unknown;
}

/** HTTP as schema registries speak it. */
export interface RegistryHttp {
  /** host:port, for messages. */
  readonly address: string;
  /** Who we say we are; null when nobody. */
  readonly login: string | null;
  /** Sends one request. @throws what Node throws, or an Error after 10 s without an answer */
  send(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<RegistryAnswer>;
}

const TIMEOUT_MS = 10_000;
const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';

/** Creates it; does no IO. */
export function createRegistryHttp({ url, access = {}, onCertificate }: RegistryConnection): RegistryHttp {
  const base = new URL(url.replace(/\/+$/, ''));
  const user = percentDecoded(base.username);
  const authorization =
    user === '' ? access.authorization : basicAuthorization(user, percentDecoded(base.password));
  const { request } = base.protocol === 'https:' ? https : http;
  // A connection for each of the few requests: one kept open may be closed just when it is used.
  const agent = base.protocol === 'https:' ? new https.Agent({ ...access.tls }) : new http.Agent();

  function open(method: string, path: string, signal: AbortSignal): http.ClientRequest {
    return request({
      method,
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port,
      path: `${base.pathname.replace(/\/$/, '')}${path}${base.search}`,
      headers: {
        accept: `${CONTENT_TYPE}, application/json`,
        'content-type': CONTENT_TYPE,
        ...(authorization !== undefined && { authorization }),
      },
      agent,
      signal,
    });
  }

  return {
    address: base.host,
    login: authorization === undefined ? null : loginOf(authorization),
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const signal = AbortSignal.timeout(TIMEOUT_MS);
        const outgoing = open(method, path, signal);
        const fail = (error: Error): void =>
          reject(signal.aborted ? new Error(`no answer within ${TIMEOUT_MS / 1_000} s`) : error);
        outgoing.once('error', fail);
        outgoing.once('response', (incoming) => {
          if (incoming.socket instanceof TLSSocket) {
            const certificate = presentedCertificate(incoming.socket);
            if (certificate !== null) {
              onCertificate?.(base.host, certificate);
            }
          }
          readBody(incoming).then((text) => {
            resolve({ status: incoming.statusCode ?? 0, body: parsed(text) });
          }, fail);
        });
        outgoing.end(body === undefined ? undefined : JSON.stringify(body));
      }),
  };
}

/** A user's name; a token has none that may be shown. */
function loginOf(authorization: string): string {
  const [scheme, value = ''] = authorization.split(' ');
  return scheme === 'Basic'
    ? (Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? '')
    : 'the bearer of a token';
}

async function readBody(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
