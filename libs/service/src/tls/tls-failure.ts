/**
 * What is wrong with a TLS connection, by the code Node or OpenSSL gives it. Only what waiting does
 * not cure: a connection that is cut off says nothing of certificates.
 */
const CAUSES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
  CERT_REVOKED: "the server's certificate was revoked",
  CERT_SIGNATURE_FAILURE: "the server's certificate is forged or damaged",
  CERT_UNTRUSTED: 'the server has a certificate of an authority we do not trust',
  CERT_REJECTED: 'the server has a certificate of an authority we do not trust',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the server has a certificate signed by itself, which we do not trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'the server has a certificate of an authority we do not trust',
  UNABLE_TO_GET_ISSUER_CERT: 'the server has a certificate of an authority we do not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the server has a certificate of an authority we do not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server has a certificate of an authority we do not trust',
  INVALID_CA: "an authority in the server's certificate chain may not sign certificates",
  INVALID_PURPOSE: "the server's certificate is not meant for servers",
  HOSTNAME_MISMATCH: "the server's certificate is for another name",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another name",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server demands a client certificate',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'the server refused our client certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'the server says that our client certificate has expired',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED: 'the server says that our client certificate was revoked',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'the server refused our client certificate',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'the server refused our client certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'the server does not trust the authority of our client certificate',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'the server refused the TLS handshake: it may demand a client certificate',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'the server speaks no TLS version that we allow',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server speaks no TLS version that we allow',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server does not speak TLS on this port',
};

/** The cause in a few words when an error, by itself, is a failed TLS handshake; null when it is something else. */
export function tlsFailure(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) {
    return null;
  }
  const { code, message = '' } = error as { readonly code?: unknown; readonly message?: unknown };
  const key = code === 'EPROTO' ? codeInMessage(String(message)) : code;
  const cause = typeof key === 'string' && Object.hasOwn(CAUSES, key) ? CAUSES[key] : undefined;
  if (cause === undefined) {
    return null;
  }
  // The names are in the message only, and they are what has to be compared.
  const names = /does not match certificate's altnames: (.+)$/.exec(String(message))?.[1];
  return names === undefined ? cause : `${cause} (${names})`;
}

/** Where Node has no code of its own, OpenSSL's reason is in the text: "…:SSL routines:function:wrong version number:…". */
function codeInMessage(message: string): string | undefined {
  const reason = /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1];
  return reason === undefined ? undefined : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}
