import { getDomain, getHostname } from 'tldts';
import type { LinkUse, UrlEntity } from '@tdp/contracts';
import type { Step } from './step';

/** Where the text links to, each target once. */
export const createLinksStep = (): Step<'links'> => ({
  need: 'optional',
  revision: 1,
  run(_tweet, { entities }) {
    if (entities === null) {
      return null;
    }
    const links = new Map<string, LinkUse>();
    for (const entity of entities.urls) {
      const url = entity.unwoundUrl ?? entity.expandedUrl ?? entity.url;
      if (url !== null && !links.has(url)) {
        links.set(url, { url, domain: domainOf(url), kind: kindOf(entity) });
      }
    }
    const all = [...links.values()];
    return {
      links: all,
      linkCount: all.length,
      webLinkCount: all.filter(({ kind }) => kind === 'web').length,
    };
  },
});

const STATUS = /^https?:\/\/(?:(?:www|mobile)\.)?(?:twitter|x)\.com\/(?:i\/web|[^/?#]+)\/status(?:es)?\/\d+/i;
const MEDIA_OF_STATUS = /\/status(?:es)?\/\d+\/(?:photo|video)\/\d+/i;

function kindOf({ mediaKey, expandedUrl, unwoundUrl }: UrlEntity): 'web' | 'media' | 'post' {
  const target = unwoundUrl ?? expandedUrl ?? '';
  if (!STATUS.test(target)) {
    return mediaKey === null ? 'web' : 'media';
  }
  return mediaKey !== null || MEDIA_OF_STATUS.test(target) ? 'media' : 'post';
}

/** By the list of public suffixes; an address or a host that is none by itself is its own domain. */
const domainOf = (url: string): string | null => getDomain(url) ?? getHostname(url);
