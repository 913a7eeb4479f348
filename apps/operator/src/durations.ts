const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `10m`, `2h`, `3d` to ms; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const [, number, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return number === undefined ? null : Number(number) * UNITS[unit as keyof typeof UNITS];
}

/** A length of time in its largest whole unit: `3 d`, `2 h`, `10 min`, `5 s`. */
export function formatDuration(ms: number): string {
  if (ms >= 2 * UNITS.d) {
    return `${Math.floor(ms / UNITS.d)} d`;
  }
  if (ms >= 2 * UNITS.h) {
    return `${Math.floor(ms / UNITS.h)} h`;
  }
  if (ms >= 2 * UNITS.m) {
    return `${Math.floor(ms / UNITS.m)} min`;
  }
  return `${Math.max(0, Math.floor(ms / UNITS.s))} s`;
}
