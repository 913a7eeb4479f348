/** host:port of each server of a MongoDB connection string, for messages; of mongodb+srv the name that is looked up. */
export function mongoHosts(uri: string): readonly string[] {
  const authority = /^mongodb(?:\+srv)?:\/\/([^/?]*)/.exec(uri)?.[1] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1).split(',');
}

/** As whom it logs in, as written there; null for nobody. */
export const mongoUser = (uri: string): string | null =>
  /^mongodb(?:\+srv)?:\/\/([^:@/?]+)(?::[^/?]*)?@/.exec(uri)?.[1] ?? null;
