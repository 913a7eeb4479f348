/**
 * Languages that `lang:` takes, as X writes them: mostly BCP 47, but with the old codes `iw` and `in`. Then what X says
 * of posts without one: undetermined, no words, nothing but mentions, cashtags, hashtags, media or too little text.
 * Source: X's list of filtered-stream operators, and the codes that posts carry.
 */
const LANGUAGES = (
  'am ar bg bn bo bs ca ckb cs cy da de dv el en es et eu fa fi fr gu hi hi-Latn hr ht hu hy in is it iw ja ka km ' +
  'kn ko lo lt lv ml mr my ne nl no or pa pl ps pt ro ru sd si sk sl sr sv ta te th tl tr ug uk ur vi zh-CN zh-TW ' +
  'und zxx art qam qct qht qme qst'
).split(' ');

/** Assigned ISO 3166-1 alpha-2 codes, and XK (Kosovo), which places on X carry. */
const COUNTRIES = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ ' +
  'CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR ' +
  'GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO ' +
  'JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR ' +
  'MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO ' +
  'RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV ' +
  'TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
).split(' ');

const byLowerCase = (codes: readonly string[]) => new Map(codes.map((code) => [code.toLowerCase(), code]));
const languages = byLowerCase(LANGUAGES);
const countries = byLowerCase(COUNTRIES);

/** Codes that people write, and what X calls the language. */
const LANGUAGE_MISTAKES: Readonly<Record<string, string>> = {
  he: 'iw',
  id: 'in',
  zh: 'zh-CN or lang:zh-TW',
  fil: 'tl',
  nb: 'no',
  nn: 'no',
};

/** The code in X's own spelling, or undefined for one that X does not take. */
export const findLanguage = (code: string): string | undefined => languages.get(code.toLowerCase());

/** The code in capitals, or undefined for one that is not assigned. */
export const findCountry = (code: string): string | undefined => countries.get(code.toLowerCase());

export const suggestLanguage = (code: string): string | undefined => {
  const lower = code.toLowerCase();
  const primary = lower.split(/[-_]/)[0] ?? '';
  return LANGUAGE_MISTAKES[lower] ?? findLanguage(primary) ?? LANGUAGE_MISTAKES[primary];
};

export const suggestCountry = (code: string): string | undefined =>
  ({ uk: 'GB', usa: 'US', gbr: 'GB', eng: 'GB' })[code.toLowerCase()];
