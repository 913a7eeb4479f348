import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certified } from './certificates';

export interface GuardedProxyOptions {
  /** Base URL of the server behind it. */
  readonly target: string;
  /** Speaks TLS with this certificate. */
  readonly tls?: Certified;
  /** Demands a client certificate of this authority (PEM). */
  readonly clientAuthority?: string;
  /** 200 lets a request through; anything else is the answer to it. */
  readonly admit: (authorization: string | undefined) => number;
}

export interface GuardedProxy {
  /** The target's URL as seen through the proxy, by the name localhost. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Puts a login before an HTTP server, as a managed schema registry has one. */
export async function startGuardedProxy(options: GuardedProxyOptions): Promise<GuardedProxy> {
  const target = new URL(options.target);
  const onRequest: http.RequestListener = (incoming, outgoing) => {
    const status = options.admit(incoming.headers.authorization);
    if (status !== 200) {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error_code: status, message: 'guarded' }));
      return;
    }
    const { authorization: _taken, host: _host, ...headers } = incoming.headers;
    const forwarded = http.request(
      { host: target.hostname, port: target.port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  };
  const { tls, clientAuthority } = options;
  const server =
    tls === undefined
      ? http.createServer(onRequest)
      : https.createServer(
          { ...tls, ...(clientAuthority !== undefined && { ca: clientAuthority, requestCert: true }) },
          onRequest,
        );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://localhost:${port}${target.pathname}`,
    port,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
