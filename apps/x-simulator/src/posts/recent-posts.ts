import { fill, toSegments, type Emission, type Template } from '../generator/template';
import { selectPost, type FieldSelection } from './field-selection';

/** A post that was emitted and can be found. */
export interface RecentPost {
  readonly template: Template;
  readonly emission: Emission;
}

/** The latest posts that were emitted, for search and lookups. */
export interface RecentPosts {
  add(template: Template, emission: Emission): void;
  /** Newest first. */
  newestFirst(): readonly RecentPost[];
  byId(id: string): RecentPost | undefined;
}

export function createRecentPosts(capacity: number): RecentPosts {
  const ring: RecentPost[] = [];
  let next = 0;
  return {
    add(template, emission) {
      ring[next % capacity] = { template, emission };
      next += 1;
    },
    newestFirst() {
      const from = next % capacity;
      const inOrder = ring.length < capacity ? ring : [...ring.slice(from), ...ring.slice(0, from)];
      return inOrder.toReversed();
    },
    byId: (id) => ring.find(({ emission }) => emission.id === id),
  };
}

/** A recent post as X answers it, its tokens filled in. */
export function renderRecent(
  { template, emission }: RecentPost,
  selection: FieldSelection,
): ReturnType<typeof selectPost> {
  const segments = toSegments(selectPost(template.post, template.includes, selection));
  return JSON.parse(fill(segments, emission)) as ReturnType<typeof selectPost>;
}
