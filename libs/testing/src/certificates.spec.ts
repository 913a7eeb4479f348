import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createAuthority } from './certificates';

describe('createAuthority', () => {
  const authority = createAuthority('Root of a test');

  it('issues certificates that it vouches for, with their names, dates and key', () => {
    const validTo = Date.UTC(2051, 1, 3, 4, 5, 6);
    const { cert, key } = authority.issue({ commonName: 'ann', names: ['a.test', '127.0.0.1'], validTo });
    const parsed = new X509Certificate(cert);
    expect(parsed.verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
    expect(parsed.checkIssued(new X509Certificate(authority.cert))).toBe(true);
    expect(parsed.subject).toBe('CN=ann');
    expect(parsed.checkHost('a.test')).toBe('a.test');
    expect(parsed.checkHost('b.test')).toBeUndefined();
    expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(Date.parse(parsed.validTo)).toBe(validTo);
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect([parsed.ca, new X509Certificate(authority.cert).ca]).toEqual([false, true]);
  });

  it('encrypts a private key', () => {
    const { key } = authority.issue({ commonName: 'ann', passphrase: 'secret' });
    expect(() => createPrivateKey(key)).toThrow();
    expect(createPrivateKey({ key, passphrase: 'secret' }).asymmetricKeyType).toBe('ec');
  });
});
