import { readFile } from 'node:fs/promises';
import type { Clock } from '@tdp/service';
import type { XCredentials } from './client';

/** The settings that hold credentials, each also by a file (NAME_FILE). */
export const CREDENTIAL_SETTINGS = ['X_BEARER_TOKEN', 'X_API_KEY', 'X_API_SECRET'] as const;
type Settings = Readonly<Partial<Record<(typeof CREDENTIAL_SETTINGS)[number], string | undefined>>>;

/** The app's credentials, which may be replaced in their files while the process runs. */
export interface Credentials {
  current(): XCredentials;
  /** Resolves when a file holds others than now; never when none comes from a file. Rejects when the signal aborts. */
  replaced(stopping: AbortSignal): Promise<void>;
}

export interface CredentialsOptions {
  /** As they were when the process started. */
  readonly settings: Settings;
  /** The files that some of them came from. */
  readonly files: Settings;
  readonly clock: Clock;
}

const LOOK_EVERY_MS = 5_000;

/** Creates the credentials. The settings' schema has seen to it that there are some. */
export function createCredentials({ settings, files, clock }: CredentialsOptions): Credentials {
  let values = settings;
  let current = credentialsIn(values);

  async function look(): Promise<boolean> {
    const found: Partial<Record<keyof Settings, string>> = {};
    for (const name of CREDENTIAL_SETTINGS) {
      const text = files[name] === undefined ? '' : await textOf(files[name]);
      if (text !== '' && text !== values[name]) {
        found[name] = text;
      }
    }
    if (Object.keys(found).length === 0) {
      return false;
    }
    values = { ...values, ...found };
    current = credentialsIn(values);
    return true;
  }

  return {
    current: () => current,
    async replaced(stopping) {
      do {
        await clock.sleep(LOOK_EVERY_MS, stopping);
      } while (!(await look()));
    },
  };
}

function credentialsIn({ X_BEARER_TOKEN, X_API_KEY, X_API_SECRET }: Settings): XCredentials {
  return X_BEARER_TOKEN === undefined
    ? { apiKey: String(X_API_KEY), apiSecret: String(X_API_SECRET) }
    : { bearerToken: X_BEARER_TOKEN };
}

/** Empty while the file is being replaced, or when it has gone. */
async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch {
    return '';
  }
}
