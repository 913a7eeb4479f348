import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import net from 'node:net';
import * as der from './der';

/** A certificate and its private key, as PEM text. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** CN of the subject. */
  readonly commonName: string;
  /** Host names and addresses it is for. */
  readonly names?: readonly string[];
  /** Epoch ms; default: an hour ago. */
  readonly validFrom?: number;
  /** Epoch ms; default: a year from now. */
  readonly validTo?: number;
  /** Encrypts the private key. */
  readonly passphrase?: string;
}

/** A certificate authority of a test. */
export interface Authority extends Certified {
  /** Issues a certificate, for servers and clients alike. */
  issue(options: CertificateOptions): Certified;
}

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const ECDSA_WITH_SHA256 = der.sequence(der.objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = '2.5.4.3';
const KEY_USAGE = '2.5.29.15';
const ALTERNATIVE_NAMES = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';

/**
 * Creates an authority. Certificates are made here, byte by byte, so that tests need no openssl
 * on the machine and no file that expires.
 */
export function createAuthority(
  commonName = 'Test Authority',
  options: Partial<CertificateOptions> = {},
): Authority {
  const keys = generateKeys();
  const subject = { commonName, ...options };
  const cert = certificate({
    subject,
    issuer: commonName,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    isCa: true,
  });
  return {
    cert,
    key: pkcs8(keys.privateKey),
    issue(leaf) {
      const own = generateKeys();
      const { publicKey } = own;
      return {
        cert: certificate({
          subject: leaf,
          issuer: commonName,
          publicKey,
          signer: keys.privateKey,
          isCa: false,
        }),
        key: pkcs8(own.privateKey, leaf.passphrase),
      };
    },
  };
}

const generateKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pkcs8 = (key: KeyObject, passphrase?: string): string =>
  String(
    key.export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
    }),
  );

interface Contents {
  readonly subject: CertificateOptions;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly isCa: boolean;
}

function certificate({ subject, issuer, publicKey, signer, isCa }: Contents): string {
  const from = subject.validFrom ?? Date.now() - HOUR_MS;
  const to = subject.validTo ?? Date.now() + YEAR_MS;
  const body = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))), // version 3
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name(issuer),
    der.sequence(der.time(from), der.time(to)),
    name(subject.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(3, der.sequence(...extensions(subject.names ?? [], isCa))),
  );
  const signature = der.bitString(sign('sha256', body, signer));
  const text = der.sequence(body, ECDSA_WITH_SHA256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${text.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const name = (commonName: string): Buffer =>
  der.sequence(der.set(der.sequence(der.objectId(COMMON_NAME), der.utf8String(commonName))));

function extensions(names: readonly string[], isCa: boolean): Buffer[] {
  const usage = isCa ? Buffer.from([0x06]) : Buffer.from([0x80]); // certificates and lists; signatures
  return [
    extension(BASIC_CONSTRAINTS, der.sequence(...(isCa ? [der.boolean(true)] : []))),
    extension(KEY_USAGE, der.bitString(usage, isCa ? 1 : 7)),
    ...(names.length === 0
      ? []
      : [extension(ALTERNATIVE_NAMES, der.sequence(...names.map(alternative)), false)]),
  ];
}

const extension = (id: string, value: Buffer, critical = true): Buffer =>
  der.sequence(der.objectId(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));

function alternative(host: string): Buffer {
  return net.isIPv4(host)
    ? der.implicit(7, Buffer.from(host.split('.').map(Number)))
    : der.implicit(2, Buffer.from(host, 'latin1'));
}
