import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Endpoints } from '../native/start-stack';
import type { NamedProcess } from './backend';

/** Where everything of a running stack is; what is not running is left out. */
export interface StackFile extends Endpoints {
  readonly pid: number;
  readonly simulatorUrl?: string | null;
  readonly services?: Record<string, string>;
  readonly processes: Record<string, number>;
  readonly dataDir: string;
  readonly logDir: string;
}

export function processIds(processes: readonly NamedProcess[]): Record<string, number> {
  return Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));
}

/** Announces a running stack to other programs, in `stack.json`: everything but secrets. */
export async function writeStackFile(dir: string, content: StackFile): Promise<void> {
  await writeFile(stackFileOf(dir), `${JSON.stringify(withoutSecrets(content), null, 2)}\n`);
}

/** Only a server of one's own has secrets in its URL, and such a server is named by a variable. */
const SOURCES = { schemaRegistryUrl: 'SCHEMA_REGISTRY_URL', mongodbUri: 'MONGODB_URI' } as const;

/** Cuts secrets out of the endpoints, and says for each where whoever may know them finds them. */
function withoutSecrets(content: StackFile): StackFile & { credentialsFrom?: Record<string, string> } {
  const changed: { -readonly [K in keyof Endpoints]?: string } = {};
  const credentialsFrom: Record<string, string> = {};
  for (const [key, variable] of Object.entries(SOURCES) as [keyof typeof SOURCES, string][]) {
    const uri = withoutCredentials(content[key]);
    if (uri === content[key]) {
      continue;
    }
    changed[key] = uri;
    credentialsFrom[key] = `${variable} or ${variable}_FILE of the process that was started`;
  }
  return Object.keys(credentialsFrom).length === 0 ? content : { ...content, ...changed, credentialsFrom };
}

const SECRET_PARAMETER =
  /password|secret|token|credential|apikey|api_key|authmechanismproperties|proxyusername/i;

/** A URI without `user:password@` and without parameters that are secret or hold secrets. */
export function withoutCredentials(uri: string): string {
  // An unescaped @ belongs to the password; the host begins behind the last one.
  const [address, query] = splitOnce(uri.replace(/\/\/[^/?#]*@/, '//'), '?');
  const parameters = query?.split('&').filter((part) => !SECRET_PARAMETER.test(splitOnce(part, '=')[0]));
  return parameters?.length ? `${address}?${parameters.join('&')}` : address;
}

function splitOnce(text: string, separator: string): [string, string?] {
  const index = text.indexOf(separator);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

export async function removeStackFile(dir: string): Promise<void> {
  await rm(stackFileOf(dir), { force: true });
}

const stackFileOf = (dir: string): string => path.join(dir, 'stack.json');
