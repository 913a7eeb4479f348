import type { Random } from '../generator/random';
import { fill, toSegments, type Emission, type Segments, type Template } from '../generator/template';
import type { RuleStore } from '../rules/rule-store';
import type { Snowflakes } from '../snowflake';
import { selectPost, type FieldSelection } from './field-selection';

/** One line of the stream, and whose it is. */
export interface EmittedPost {
  readonly id: string;
  /** JSON without its line end. */
  readonly line: string;
}

/** What a stream connection delivers. */
export interface PostSource {
  /** The next post; undefined when there is none (nothing matches, or the replay is over). */
  next(nowMs: number): EmittedPost | undefined;
}

export interface GeneratedSourceDeps {
  readonly templates: readonly Template[];
  readonly rules: RuleStore;
  readonly selection: FieldSelection;
  readonly snowflakes: Snowflakes;
  readonly random: Random;
  /** Told what was emitted, for search. */
  readonly onEmit: (template: Template, emission: Emission) => void;
}

interface Candidate {
  readonly template: Template;
  readonly segments: Segments;
}

/** Emits posts that match the rules; renders each template once per change of the rules. */
export function createGeneratedSource(deps: GeneratedSourceDeps): PostSource {
  const { rules, snowflakes, random } = deps;
  let version = -1;
  let candidates: readonly Candidate[] = [];

  function refresh(): void {
    version = rules.version;
    candidates = deps.templates.flatMap((template) => {
      const matching = rules.match(template.matchInput);
      if (matching.length === 0) {
        return [];
      }
      const selected = selectPost(template.post, template.includes, deps.selection);
      return [{ template, segments: toSegments({ ...selected, matching_rules: matching }) }];
    });
  }

  return {
    next(nowMs) {
      if (version !== rules.version) {
        refresh();
      }
      if (candidates.length === 0) {
        return undefined;
      }
      const { template, segments } = random.pick(candidates);
      const previousId = snowflakes.next(nowMs);
      const emission: Emission = { id: snowflakes.next(nowMs), previousId, createdAtMs: nowMs };
      deps.onEmit(template, emission);
      return { id: emission.id, line: fill(segments, emission) };
    },
  };
}
