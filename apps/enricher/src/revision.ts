/**
 * Goes up by one whenever a step gives another result for the same post; the sink lets the higher
 * revision of one observation replace the lower. `revision.spec.ts` fails when it was forgotten.
 */
export const ENRICHMENT_REVISION = 1;
