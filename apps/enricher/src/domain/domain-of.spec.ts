import { readFileSync } from 'node:fs';
import path from 'node:path';
import { domainOf } from './domain-of';

/** The tests that publicsuffix.org has for its list (tests/test_psl.txt, in the public domain), as they are. */
const vectors = readFileSync(path.join(__dirname, '../../test-support/test_psl.txt'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, host, domain] = /^checkPublicSuffix\('(.+?)', (?:'(.+)'|null)\);$/.exec(line) ?? [];
    return host === undefined ? [] : [{ host, domain: domain ?? null }];
  });

/** The list has it in its private section: CentralNic lets anybody register a name below it. */
const isPrivate = ({ host }: { host: string }): boolean => host.endsWith('uk.com');
/** No URL can have such a host. */
const isNoHost = ({ host }: { host: string }): boolean => host.startsWith('.');

const ofUrls = vectors.filter((vector) => !isPrivate(vector) && !isNoHost(vector));

it.each(ofUrls)('a link to $host is of $domain', ({ host, domain }) => {
  const itself = host.toLowerCase();
  expect(domainOf(`https://${host}/a?b=c.d#e`)).toBe(domain ?? itself);
  expect(domainOf(`http://user:pass@${host}:8080`)).toBe(domain ?? itself);
});

it('has them all but those that URLs cannot have, or that are private', () => {
  expect(vectors.length).toBeGreaterThan(75);
  expect(vectors.length - ofUrls.length).toBe(8);
});

it.each([
  ['https://a.example.uk.com/', 'uk.com'],
  ['https://someone.blogspot.com/', 'blogspot.com'],
  ['https://someone.github.io/', 'github.io'],
])('a private suffix is none: a link to %s is of %s', (url, domain) => {
  expect(domainOf(url)).toBe(domain);
});

it.each([
  ['http://192.168.0.1:8080/a', '192.168.0.1'],
  ['http://[2001:db8::1]/a', '2001:db8::1'],
  ['http://localhost/', 'localhost'],
  ['https://www.gov.uk/', 'www.gov.uk'],
  ['https://example.com./', 'example.com'],
  ['mailto:', null],
  ['', null],
])('a link to %j is of %j', (url, domain) => {
  expect(domainOf(url)).toBe(domain);
});
