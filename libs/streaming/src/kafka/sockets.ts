import net from 'node:net';
import tls from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { presentedCertificate, type Validity } from '@tdp/service';

const KEEP_ALIVE_DELAY_MS = 60_000;

/** Told of the certificate that a broker presents, at each connection. */
export type OnCertificate = (address: string, certificate: Validity) => void;

/** Opens connections as kafkajs itself does, and shows what certificates the brokers present. */
export function createSocketFactory(onCertificate: OnCertificate): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    // kafkajs leaves out `ssl` where it is not set, whatever its types say.
    const settings = ssl as tls.ConnectionOptions | undefined;
    const socket =
      settings === undefined || settings === null
        ? net.connect({ host, port }, onConnect)
        : connectTls({ ...settings, host, port }, onCertificate, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    return socket;
  };
}

function connectTls(
  options: tls.ConnectionOptions & { readonly host: string; readonly port: number },
  onCertificate: OnCertificate,
  onConnect: () => void,
): tls.TLSSocket {
  // An address is no server name.
  const servername = net.isIP(options.host) === 0 ? { servername: options.host } : {};
  const socket = tls.connect({ ...servername, ...options }, () => {
    const certificate = presentedCertificate(socket);
    if (certificate !== null) {
      onCertificate(`${options.host}:${options.port}`, certificate);
    }
    onConnect();
  });
  return socket;
}
