import { isAscii } from './ascii';

/** What makes spellings one: Unicode's compatibility form (NFKC), in lower case. */
export const keyOf = (spelling: string): string =>
  isAscii(spelling) ? spelling.toLowerCase() : spelling.normalize('NFKC').toLowerCase().normalize('NFKC');
