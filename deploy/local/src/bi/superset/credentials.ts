import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { StackError } from '../../supervise/stack-error';

const text = z.string().min(16);
const schema = z.object({ secretKey: text, adminPassword: text, viewerPassword: text });

/** What Superset signs sessions with, and what its two users log in with. */
export type Credentials = Readonly<z.infer<typeof schema>>;

const OWNER_ONLY = 0o600;
const KEY_BYTES = 42;
const PASSWORD_BYTES = 15;

/**
 * Those of an earlier start, else new ones, kept in a file that only its owner reads.
 * @throws StackError when the file is there and is not one of these
 */
export async function loadCredentials(
  file: string,
): Promise<{ readonly credentials: Credentials; readonly isNew: boolean }> {
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw new StackError(`${file} cannot be read: ${String(error)}`);
  });
  if (kept !== null) {
    await chmod(file, OWNER_ONLY);
    return { credentials: parse(kept, file), isNew: false };
  }
  const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');
  const credentials = {
    secretKey: secret(KEY_BYTES),
    adminPassword: secret(PASSWORD_BYTES),
    viewerPassword: secret(PASSWORD_BYTES),
  };
  await writeFile(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  return { credentials, isNew: true };
}

function parse(kept: string, file: string): Credentials {
  try {
    return schema.parse(JSON.parse(kept));
  } catch {
    // Its words would show what is in it.
    throw new StackError(
      `${file} does not hold Superset's passwords any more: remove it, and new ones are made.`,
    );
  }
}
