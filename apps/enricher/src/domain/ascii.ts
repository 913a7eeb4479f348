// eslint-disable-next-line no-control-regex -- ASCII, control characters included
const ASCII = /^[\x00-\x7F]*$/;

/** Whether a text has one spelling only, which Unicode's forms leave as it is. */
export const isAscii = (text: string): boolean => ASCII.test(text);
