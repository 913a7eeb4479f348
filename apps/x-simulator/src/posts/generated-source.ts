import type { Population } from '../generator/population';
import type { Random } from '../generator/random';
import type { Template } from '../generator/template';
import { MAX_EDITS } from '../generator/token';
import type { RuleStore } from '../rules/rule-store';
import type { Snowflakes } from '../snowflake';
import { chainIdOf, type EditChain, type Emission } from './emission';
import type { Candidate } from './post-renderer';
import type { EmittedPost, PostSource } from './post-source';
import { createSchedule } from './schedule';

export interface GeneratedSourceDeps {
  readonly templates: readonly Template[];
  readonly rules: RuleStore;
  readonly snowflakes: Snowflakes;
  readonly random: Random;
  readonly population: Population;
  /** Share of the posts that can be edited which are. */
  readonly editShare: number;
  /** How long after a version the next one comes, on average. */
  readonly editDelayMs: number;
  /** Told of every version that was made, delivered or not, for search and lookups. */
  readonly onMade: (emission: Emission) => void;
}

/** Who has edited once often does so again. */
const EDIT_AGAIN_SHARE = 0.3;

/** Makes posts that match the rules, and edits some of them later. */
export function createGeneratedSource(deps: GeneratedSourceDeps): PostSource {
  const { rules, snowflakes, random, population } = deps;
  const edits = createSchedule<Emission>();
  let rulesVersion = -1;
  let candidates: readonly Candidate[] = [];

  const match = (template: Template): readonly Candidate[] => {
    const matchingRules = rules.match(template.matchInput);
    return matchingRules.length === 0 ? [] : [{ template, matchingRules }];
  };

  /** Makes a version; it ends its chain. */
  function make(template: Template, chain: EditChain, nowMs: number): Emission {
    const emission: Emission = { template, id: snowflakes.next(nowMs), createdAtMs: nowMs, chain };
    const edited = chain.versions.push(emission) - 1;
    population.posted(template.post.author_id ?? '', { id: emission.id, isEdit: edited > 0 });
    const share = edited === 0 ? deps.editShare : EDIT_AGAIN_SHARE;
    if (template.revise !== undefined && edited < MAX_EDITS && random.chance(share)) {
      edits.add(emission, nowMs + deps.editDelayMs * (0.2 + 1.6 * random.next()));
    }
    deps.onMade(emission);
    return emission;
  }

  const deliver = (candidate: Candidate, emission: Emission): EmittedPost => ({
    id: emission.id,
    chainId: chainIdOf(emission),
    line: (renderer, out) => renderer.line(candidate, emission, out),
  });

  /** The next edit that is due and still matches: one that does not is made, but nobody is told. */
  function nextEdit(nowMs: number): EmittedPost | undefined {
    for (let before = edits.take(nowMs); before !== undefined; before = edits.take(nowMs)) {
      const template = before.template.revise?.(random) ?? before.template;
      const emission = make(template, before.chain, nowMs);
      const [candidate] = match(template);
      if (candidate !== undefined) {
        return deliver(candidate, emission);
      }
    }
    return undefined;
  }

  return {
    next(nowMs) {
      if (rulesVersion !== rules.version) {
        rulesVersion = rules.version;
        candidates = deps.templates.flatMap(match);
      }
      const edit = nextEdit(nowMs);
      if (edit !== undefined || candidates.length === 0) {
        return edit;
      }
      const candidate = random.pick(candidates);
      const chain: EditChain = { startedAtMs: nowMs, versions: [] };
      return deliver(candidate, make(candidate.template, chain, nowMs));
    },
  };
}
