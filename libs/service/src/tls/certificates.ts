import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { errorMessage } from '../error-message';

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** When a certificate begins and ceases to be valid, and whose it is. */
export interface Validity {
  /** The subject's name, as people know the certificate. */
  readonly subject: string;
  /** Epoch ms. */
  readonly validFrom: number;
  /** Epoch ms. */
  readonly validTo: number;
}

/** The certificates in PEM text, in its order. @throws Error when it holds none, or one that is damaged */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (blocks.length === 0) {
    throw new Error('holds no PEM certificate');
  }
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw new Error(`holds a damaged certificate (number ${index + 1}: ${errorMessage(error)})`, {
        cause: error,
      });
    }
  });
}

/** A certificate's subject and dates. */
export function validityOf(certificate: X509Certificate): Validity {
  return {
    subject: subjectOf(certificate),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
  };
}

/** What the server at the other end presented; null where it did not: a session that was taken up again has none. */
export function presentedCertificate(socket: Pick<TLSSocket, 'getPeerCertificate'>): Validity | null {
  // Not as its type says: `{}` where none was presented, null where the socket is closed already.
  const presented = socket.getPeerCertificate() as { readonly raw?: Buffer } | null;
  return presented?.raw === undefined ? null : validityOf(new X509Certificate(presented.raw));
}

/** Of several authorities the one that is valid longest: from then on none of them is. */
export function longestValid(certificates: readonly X509Certificate[]): Validity {
  const validities = certificates.map(validityOf);
  return validities.reduce((longest, next) => (next.validTo > longest.validTo ? next : longest));
}

/** Why a private key cannot be used with its certificate; null when it can. Never quotes the key. */
export function keyProblem(
  key: string,
  passphrase: string | undefined,
  certificate: X509Certificate | null,
): string | null {
  if (!/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(key)) {
    return 'holds no PEM private key';
  }
  if (passphrase === undefined && isEncrypted(key)) {
    return 'is encrypted; its passphrase is missing';
  }
  try {
    const privateKey = createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
    return certificate === null || certificate.checkPrivateKey(privateKey)
      ? null
      : 'is not the key of the certificate';
  } catch {
    return isEncrypted(key) ? 'cannot be decrypted with its passphrase' : 'holds a damaged private key';
  }
}

const isEncrypted = (key: string): boolean => /ENCRYPTED/.test(key);

function subjectOf({ subject, serialNumber }: X509Certificate): string {
  return /^CN=(.+)$/m.exec(subject)?.[0] ?? subject.replaceAll('\n', ', ') ?? `serial ${serialNumber}`;
}
