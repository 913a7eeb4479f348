import type { LinkUse, Tweet, UrlEntity } from '@tdp/contracts';
import { domainOf } from '../domain/domain-of';
import { leadsToItself, targetOf } from '../domain/self-link';
import type { Step } from './step';

/** Where the text links to, each target once. */
export const createLinksStep = (): Step<'links'> => ({
  need: 'optional',
  revision: 2,
  run(_tweet, { post, entities }) {
    if (entities === null) {
      return null;
    }
    const links = new Map<string, LinkUse>();
    for (const entity of entities.urls) {
      const url = targetOf(entity) ?? entity.url;
      if (url !== null && !links.has(url)) {
        links.set(url, { url, domain: domainOf(url), kind: kindOf(entity, post) });
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

function kindOf(entity: UrlEntity, post: Tweet): 'web' | 'media' | 'post' | 'self' {
  const target = targetOf(entity) ?? '';
  if (!STATUS.test(target)) {
    return entity.mediaKey === null ? 'web' : 'media';
  }
  if (entity.mediaKey !== null || MEDIA_OF_STATUS.test(target)) {
    return 'media';
  }
  return leadsToItself(entity, post) ? 'self' : 'post';
}
