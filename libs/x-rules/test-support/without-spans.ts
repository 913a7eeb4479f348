/** The value without any `offset` and `length`, at any depth: what a rule says, regardless of how it is spaced. */
export function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutSpans);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const kept = Object.entries(value).filter(([key]) => key !== 'offset' && key !== 'length');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutSpans(inner)]));
}
