const BEFORE_BUT = 0.5;
const AFTER_BUT = 1.5;

/**
 * Weakens what is said before the first "but", strengthens what follows, in place. As Python has it: each
 * valence is looked for from the start, so that one which equals an earlier one, as that is by now, leaves
 * itself alone and changes that one again.
 */
export function contrast(valences: number[], but: number): void {
  for (let index = 0; index < valences.length; index += 1) {
    const valence = valences[index] as number;
    if (valence === 0) {
      continue;
    }
    const changed = valences.indexOf(valence);
    valences[changed] = valence * (changed < but ? BEFORE_BUT : AFTER_BUT);
  }
}
