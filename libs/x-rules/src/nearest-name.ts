/** Typing mistakes between two short words: insertions, deletions, substitutions and swapped neighbours. */
function editDistance(left: string, right: string): number {
  const first = Array.from({ length: right.length + 1 }, (_, column) => column);
  const rows = [first];
  for (let row = 1; row <= left.length; row += 1) {
    const above = rows[row - 1] ?? [];
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        swapped ? (rows[row - 2]?.[column - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    rows.push(current);
  }
  return rows.at(-1)?.[right.length] ?? 0;
}

/** The candidate that a mistyped name most likely meant, or undefined when none is near. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const typed = name.toLowerCase();
  // A name far longer than any candidate can match none; do not spend time on it.
  if (typed.length > 40) {
    return undefined;
  }
  const limit = Math.max(1, Math.floor(typed.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(typed, candidate);
    if (distance <= limit && distance < (best?.distance ?? Infinity)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}
