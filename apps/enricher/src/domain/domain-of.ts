import { getDomain, getHostname } from 'tldts';

/**
 * The registrable domain of a URL by the list of public suffixes, without its private section (blogspot.com); an address
 * or a host that is a suffix or none by itself is its own. Null where there is no host.
 */
export const domainOf = (url: string): string | null => getDomain(url) ?? getHostname(url);
