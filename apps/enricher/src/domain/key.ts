// eslint-disable-next-line no-control-regex -- ASCII, control characters included
const ASCII = /^[\x00-\x7F]*$/;

/** What makes spellings one: Unicode's compatibility form (NFKC), in lower case. */
export const keyOf = (spelling: string): string =>
  ASCII.test(spelling) ? spelling.toLowerCase() : spelling.normalize('NFKC').toLowerCase().normalize('NFKC');
