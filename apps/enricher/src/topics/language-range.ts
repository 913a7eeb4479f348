const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** A language tag in its current form and lower case, iw as he; undefined when it is none. */
export function readLanguage(tag: string): string | undefined {
  try {
    const [canonical = ''] = Intl.getCanonicalLocales(tag);
    return names.of(canonical) === undefined ? undefined : canonical.toLowerCase();
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    return undefined;
  }
}

/** Whether a post's language (lower case) is of a range: zh-tw is of zh, and each is of null. */
export const isOfLanguage = (range: string | null, language: string | null): boolean =>
  range === null || language === range || language?.startsWith(`${range}-`) === true;
