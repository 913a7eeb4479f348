/** Characters and emoji that words and sentences are counted in without segmentation, each kind of them. */
export const SIMPLE_UNITS: readonly string[] = [
  ...'aZé ñжЯ09_\'’‘‚.,;:-–—…“”„«»!?#@$/\\\n\r\t&€£₩¨¬°§¿()[]{}"',
  ...['ب', 'ي', 'ㅋ', '한', '글'],
  ...['🌊', '❤️', '👍🏽', '👩‍👩‍👧', '🇺🇳', '🏽', '☎', '©', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
];
