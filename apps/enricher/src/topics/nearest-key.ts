/** The known name that shares most of a misspelt one's letters and their neighbours; undefined when none is close. */
export function nearestKey(name: string, known: readonly string[]): string | undefined {
  const pairs = pairsOf(name);
  const scored = known.map((candidate) => {
    const others = pairsOf(candidate);
    return {
      candidate,
      score: (2 * pairs.filter((pair) => others.includes(pair)).length) / (pairs.length + others.length),
    };
  });
  return scored.filter(({ score }) => score >= 0.4).toSorted((a, b) => b.score - a.score)[0]?.candidate;
}

/** Each two letters beside each other, the edges of the word included. */
function pairsOf(word: string): readonly string[] {
  const padded = `^${word.toLowerCase()}$`;
  return Array.from({ length: padded.length - 1 }, (_, at) => padded.slice(at, at + 2));
}
