import tls from 'node:tls';

/**
 * Whether a port answers a TLS handshake, whatever its certificate. For a connection that fails
 * without TLS and gives no reason: a server that expects TLS just hangs up.
 */
export function speaksTls(host: string, port: number, timeoutMs = 3_000): Promise<boolean> {
  return new Promise((resolve) => {
    // Nothing is sent on it and no identity relied on: only whether there is a handshake is asked.
    const socket = tls.connect({ host, port, rejectUnauthorized: false, timeout: timeoutMs });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('secureConnect', () => settle(true));
    for (const end of ['error', 'close', 'timeout']) {
      socket.once(end, () => settle(false));
    }
  });
}
