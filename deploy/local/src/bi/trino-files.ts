import path from 'node:path';
import type { TlsSettings } from '@tdp/service';
import { HOST } from '../native/part';

/** The variable in which Trino is given where MongoDB is, password and all: no file has it. */
export const URI_VARIABLE = 'TDP_TRINO_MONGODB_URI';

export interface TrinoLayout {
  /** The server's folder: lib and plugin. */
  readonly app: string;
  /** Where it is run: etc and data are below. */
  readonly home: string;
  readonly port: number;
  /** With which MongoDB is spoken to. */
  readonly tls?: TlsSettings;
}

/** The variable with the passphrase of the key that proves to MongoDB who Trino is. */
export const PASSPHRASE_VARIABLE = 'TDP_TRINO_MONGODB_KEY_PASSPHRASE';

/** Memory of the whole server, its queries' included. */
const HEAP_MB = 1_536;
/** Of all queries together; what is left is the server's own. */
const QUERIES_MB = 512;
/** Queries at the same time; the next ones wait. */
const AT_ONCE = 4;
const WAITING = 100;

const properties = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** What Trino reads when it starts, by path below its home. */
export function trinoFiles({ app, home, port, tls = {} }: TrinoLayout): Readonly<Record<string, string>> {
  return {
    ...SAME_EVERYWHERE,
    'etc/config.properties': properties({
      ...COORDINATOR,
      'http-server.http.port': port,
      'discovery.uri': `http://${HOST}:${port}`,
      'node.bind-ip': HOST,
      'node.internal-address': HOST,
      'node.environment': 'local',
      'plugin.dir': path.join(app, 'plugin'),
      'catalog.config-dir': path.join(home, 'etc/catalog'),
      ...LIMITS,
    }),
    ...certificateFiles(tls),
    [CATALOG]: `${SAME_EVERYWHERE[CATALOG]}${properties(certificateProperties(tls))}`,
  };
}

const CATALOG = 'etc/catalog/mongodb.properties';
/** What only its owner may read, and what goes when Trino stops. */
export const CERTIFICATES_DIR = 'certificates';
const AUTHORITY = `${CERTIFICATES_DIR}/authority.pem`;
const IDENTITY = `${CERTIFICATES_DIR}/identity.pem`;

const certificateFiles = ({ ca, cert, key }: TlsSettings): Readonly<Record<string, string>> => ({
  ...(ca !== undefined && { [AUTHORITY]: ca }),
  ...(key !== undefined && { [IDENTITY]: `${key}\n${cert ?? ''}` }),
});

const certificateProperties = ({ ca, key, passphrase }: TlsSettings): Readonly<Record<string, string>> => ({
  ...((ca !== undefined || key !== undefined) && { 'mongodb.tls.enabled': 'true' }),
  ...(ca !== undefined && { 'mongodb.tls.truststore-path': AUTHORITY }),
  ...(key !== undefined && { 'mongodb.tls.keystore-path': IDENTITY }),
  ...(passphrase !== undefined && { 'mongodb.tls.keystore-password': ofEnvironment(PASSPHRASE_VARIABLE) }),
});

/** Ports inside the container: people come by TLS, with a password; the other is Trino's own. */
const CONTAINER_PORT = 8080;
const CONTAINER_TLS_PORT = 8443;

/** Variables of the container with the paths of what is secret. */
export const CONTAINER_VARIABLES = {
  certificate: 'TRINO_CERTIFICATE_FILE',
  passwords: 'TRINO_PASSWORD_FILE',
  sharedSecret: 'TRINO_SHARED_SECRET',
} as const;

const ofEnvironment = (name: string): string => `\${ENV:${name}}`;

/**
 * What Trino's image reads, deploy/trino: others than this machine can reach it, so that it speaks TLS and asks for
 * a password. By the way without TLS, which is not published, nobody is let in either.
 */
export function containerTrinoFiles({ port = CONTAINER_PORT, tlsPort = CONTAINER_TLS_PORT } = {}): Readonly<
  Record<string, string>
> {
  return {
    'etc/config.properties': properties({
      ...COORDINATOR,
      'http-server.http.port': port,
      'http-server.https.enabled': 'true',
      'http-server.https.port': tlsPort,
      'http-server.https.keystore.path': ofEnvironment(CONTAINER_VARIABLES.certificate),
      'http-server.authentication.type': 'PASSWORD',
      'internal-communication.shared-secret': ofEnvironment(CONTAINER_VARIABLES.sharedSecret),
      'discovery.uri': `http://localhost:${port}`,
      // Trino talks to itself: not by the address that the container happens to have.
      'node.internal-address': 'localhost',
      ...LIMITS,
    }),
    'etc/node.properties': properties({ 'node.environment': 'container', 'node.data-dir': '/data/trino' }),
    'etc/jvm.config': jvmFlags.map((flag) => `${flag}\n`).join(''),
    'etc/password-authenticator.properties': properties({
      'password-authenticator.name': 'file',
      'file.password-file': ofEnvironment(CONTAINER_VARIABLES.passwords),
    }),
    ...SAME_EVERYWHERE,
  };
}

const COORDINATOR = { coordinator: 'true', 'node-scheduler.include-coordinator': 'true' };
const LIMITS = {
  'query.max-memory': `${QUERIES_MB}MB`,
  'query.max-memory-per-node': `${QUERIES_MB}MB`,
  'query.max-execution-time': '10m',
};

const SAME_EVERYWHERE: Readonly<Record<string, string>> = {
  'etc/access-control.properties': properties({ 'access-control.name': 'read-only' }),
  'etc/resource-groups.properties': properties({
    'resource-groups.configuration-manager': 'file',
    'resource-groups.config-file': 'etc/resource-groups.json',
  }),
  'etc/resource-groups.json': `${JSON.stringify(
    {
      rootGroups: [
        { name: 'analysts', softMemoryLimit: '80%', hardConcurrencyLimit: AT_ONCE, maxQueued: WAITING },
      ],
      selectors: [{ group: 'analysts' }],
    },
    null,
    2,
  )}\n`,
  [CATALOG]: properties({
    'connector.name': 'mongodb',
    'mongodb.connection-url': ofEnvironment(URI_VARIABLE),
    'mongodb.schema-collection': '_schema',
    // SQL has names in lower case; a database may have them otherwise.
    'mongodb.case-insensitive-name-matching': 'true',
  }),
};

const jvmFlags: readonly string[] = [
  `-Xmx${HEAP_MB}M`,
  '-XX:+UseG1GC',
  '-XX:+ExitOnOutOfMemoryError',
  // As its own launcher's documentation has it.
  '-Djdk.attach.allowAttachSelf=true',
  '--enable-native-access=ALL-UNNAMED',
  '--sun-misc-unsafe-memory-access=allow',
];

/** How Java is told to run it. */
export const trinoArgs = ({ app }: Pick<TrinoLayout, 'app'>): readonly string[] => [
  ...jvmFlags,
  '-Dconfig=etc/config.properties',
  '-cp',
  path.join(app, 'lib/*'),
  'io.trino.server.TrinoServer',
];
