import type { Step } from './step';

/** Where the text links to, each target once. */
export const createLinksStep = (): Step<'links'> => ({
  need: 'optional',
  run(_tweet, { entities }) {
    if (entities === null) {
      return null;
    }
    const targets = new Set<string>();
    for (const { unwoundUrl, expandedUrl, url } of entities.urls) {
      const target = unwoundUrl ?? expandedUrl ?? url;
      if (target !== null) {
        targets.add(target);
      }
    }
    return { urls: [...targets], urlCount: targets.size };
  },
});
