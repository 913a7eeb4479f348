import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { errorMessage } from '../error-message';
import { keyProblem, longestValid, readCertificates, validityOf, type Validity } from '../tls/certificates';
import type { ConfigProblem } from './config-error';
import { percentDecoded } from '../percent';
import { fileProblem } from './environment';

/** Settings as they were given, by name; absent ones are not in it. */
export type RawSettings = Readonly<Record<string, string>>;

/** A certificate among the settings. */
export interface ConfiguredCertificate extends Validity {
  /** The setting that holds it. */
  readonly key: string;
}

/** How long before its end a certificate is warned of. */
export const EXPIRY_WARNING_DAYS = 14;
const DAY_MS = 86_400_000;

/** The settings of one server, by the first part of their names. */
const SERVERS = [
  {
    prefix: 'KAFKA',
    speaksTls: (raw: RawSettings) => raw['KAFKA_TLS'] === 'true',
    ask: 'set KAFKA_TLS=true',
  },
  {
    prefix: 'SCHEMA_REGISTRY',
    speaksTls: ({ SCHEMA_REGISTRY_URL: url = '' }: RawSettings) => url.startsWith('https://'),
    ask: 'write https:// in SCHEMA_REGISTRY_URL',
  },
  {
    prefix: 'MONGODB',
    speaksTls: ({ MONGODB_URI: uri = '' }: RawSettings) =>
      /[?&](tls|ssl)=true/.test(uri) || (uri.startsWith('mongodb+srv:') && !/[?&](tls|ssl)=false/.test(uri)),
    ask: 'add tls=true to MONGODB_URI',
  },
] as const;

/** What is wrong with how the settings of connections fit together, and with certificates and keys. */
export function connectionProblems(raw: RawSettings, now: number): readonly ConfigProblem[] {
  return [...SERVERS.flatMap((server) => tlsProblems(server, raw, now)), ...loginProblems(raw)];
}

/** Every certificate of ours, and of the authorities we trust the one that is valid longest. */
export function configuredCertificates(raw: RawSettings): readonly ConfiguredCertificate[] {
  return SERVERS.flatMap(({ prefix }) => {
    const authorities = raw[`${prefix}_TLS_CA`];
    const own = raw[`${prefix}_TLS_CERT`];
    return [
      ...(authorities === undefined
        ? []
        : [{ key: `${prefix}_TLS_CA`, ...longestValid(readCertificates(authorities)) }]),
      ...(own === undefined
        ? []
        : [{ key: `${prefix}_TLS_CERT`, ...validityOf(readCertificates(own)[0] as X509Certificate) }]),
    ];
  });
}

function tlsProblems(
  { prefix, speaksTls, ask }: (typeof SERVERS)[number],
  raw: RawSettings,
  now: number,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (key: string, message: string): void => void problems.push({ key, message });
  const names = ['CA', 'CERT', 'KEY', 'KEY_PASSPHRASE', 'SERVER_NAME'].map((name) => `${prefix}_TLS_${name}`);
  const [ca, cert, key, passphrase] = names as [string, string, string, string];
  if (!speaksTls(raw)) {
    for (const name of names.filter((name) => raw[name] !== undefined)) {
      report(name, `is set, but the connection does not use TLS; ${ask}`);
    }
  }
  if (raw[cert] !== undefined && raw[key] === undefined) {
    report(key, `is missing beside ${cert}`);
  }
  if (raw[key] !== undefined && raw[cert] === undefined) {
    report(cert, `is missing beside ${key}`);
  }
  if (raw[passphrase] !== undefined && raw[key] === undefined) {
    report(passphrase, `is set without ${key}`);
  }
  checkCertificates(
    raw[ca],
    (certificates) => longestValid(certificates),
    now,
    (text) => report(ca, text),
  );
  const own = checkCertificates(
    raw[cert],
    ([first]) => validityOf(first as X509Certificate),
    now,
    (text) => report(cert, text),
  );
  const problem = raw[key] === undefined ? null : problemOfKey(raw[key], raw[passphrase], own);
  if (problem !== null) {
    report(key, problem);
  }
  return problems;
}

const PATH_GIVEN = 'is a path where PEM text is expected; name the file in the variable that ends in _FILE';
const isPath = (text: string): boolean => !text.includes('\n') && /^[./~]/.test(text);

function problemOfKey(key: string, passphrase: string | undefined, own: X509Certificate | null) {
  return isPath(key) ? PATH_GIVEN : keyProblem(key, passphrase, own);
}

/** Reports what is wrong with certificates; answers with the first of them. */
function checkCertificates(
  pem: string | undefined,
  judged: (certificates: readonly X509Certificate[]) => Validity,
  now: number,
  report: (message: string) => void,
): X509Certificate | null {
  if (pem === undefined) {
    return null;
  }
  if (isPath(pem)) {
    report(PATH_GIVEN);
    return null;
  }
  try {
    const certificates = readCertificates(pem);
    const { subject, validFrom, validTo } = judged(certificates);
    if (validTo <= now) {
      report(`holds a certificate that expired on ${dayOf(validTo)} (${subject})`);
    } else if (validFrom > now) {
      report(`holds a certificate that is not valid before ${dayOf(validFrom)} (${subject})`);
    }
    return certificates[0] ?? null;
  } catch (error) {
    report(errorMessage(error));
    return null;
  }
}

function loginProblems(raw: RawSettings): ConfigProblem[] {
  return [...saslProblems(raw), ...registryProblems(raw), ...mongoProblems(raw)];
}

function saslProblems(raw: RawSettings): ConfigProblem[] {
  const names = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'];
  const [given, missing] = [names.filter((name) => raw[name]), names.filter((name) => !raw[name])];
  return given.length === 0
    ? []
    : missing.map((key) => ({ key, message: `is missing beside ${given.join(' and ')}` }));
}

function registryProblems(raw: RawSettings): ConfigProblem[] {
  const { SCHEMA_REGISTRY_URL: url = '', SCHEMA_REGISTRY_USERNAME: user } = raw;
  const { SCHEMA_REGISTRY_PASSWORD: password, SCHEMA_REGISTRY_BEARER_TOKEN: token } = raw;
  const problems: ConfigProblem[] = [];
  if (user !== undefined && password === undefined) {
    problems.push({ key: 'SCHEMA_REGISTRY_PASSWORD', message: 'is missing beside SCHEMA_REGISTRY_USERNAME' });
  }
  if (password !== undefined && user === undefined) {
    problems.push({ key: 'SCHEMA_REGISTRY_USERNAME', message: 'is missing beside SCHEMA_REGISTRY_PASSWORD' });
  }
  const ways = [
    ...(/^https?:\/\/[^/?#]*@/.test(url) ? ['the credentials in SCHEMA_REGISTRY_URL'] : []),
    ...(user === undefined ? [] : ['SCHEMA_REGISTRY_USERNAME']),
    ...(token === undefined ? [] : ['SCHEMA_REGISTRY_BEARER_TOKEN']),
  ];
  if (ways.length > 1) {
    problems.push({
      key: token === undefined ? 'SCHEMA_REGISTRY_USERNAME' : 'SCHEMA_REGISTRY_BEARER_TOKEN',
      message: `only one login can be used; keep one of ${ways.join(', ')}`,
    });
  }
  return problems;
}

function mongoProblems(raw: RawSettings): ConfigProblem[] {
  const { MONGODB_URI: uri = '' } = raw;
  const problems: ConfigProblem[] = [];
  for (const [option, key] of [
    ['tlsCAFile', 'MONGODB_TLS_CA'],
    ['tlsCertificateKeyFile', 'MONGODB_TLS_CERT'],
  ] as const) {
    const named = new RegExp(`[?&]${option}=([^&]*)`).exec(uri)?.[1];
    if (named !== undefined && raw[key] !== undefined) {
      problems.push({ key, message: `is set beside ${option} in MONGODB_URI; keep one` });
    } else if (named !== undefined) {
      const file = percentDecoded(named);
      try {
        readCertificates(readFileSync(file, 'utf8'));
      } catch (error) {
        // Only what comes from the file system has a code.
        const isUnread = typeof error === 'object' && error !== null && 'code' in error;
        const message = isUnread ? fileProblem(file, error) : `${file} ${errorMessage(error)}`;
        problems.push({ key: 'MONGODB_URI', message: `names a ${option} that cannot be used: ${message}` });
      }
    }
  }
  return problems;
}

const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

/** How many whole days a certificate is still valid. */
export const daysLeft = ({ validTo }: Validity, now: number): number => Math.floor((validTo - now) / DAY_MS);
