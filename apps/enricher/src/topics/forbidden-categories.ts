import { createTopicMatcher } from './matcher';
import type { Topic } from './topic';

/** What X forbids to derive or infer about people from its posts, or to target them by. */
export type ForbiddenCategory =
  | 'health'
  | 'negative financial status'
  | 'politics'
  | 'religion or philosophical belief'
  | 'racial or ethnic origin'
  | 'sex life or orientation'
  | 'trade-union membership'
  | 'pregnancy'
  | 'alleged crime';

/** A topic that looks like one of the categories, and what of it does. */
export interface CategoryWarning {
  readonly topic: string;
  readonly category: ForbiddenCategory;
  readonly word: string;
}

/**
 * English words that suggest a category, each also with an s. A help, no verdict: that a topic is
 * not named says nothing about it, and one that is may be about things and not about people.
 */
const WORDS: Readonly<Record<ForbiddenCategory, string>> = {
  health:
    'health, disease, illness, patient, diagnosis, diagnosed, cancer, diabetes, diabetic, hiv, aids, covid, depression, depressed, anxiety, bipolar, autism, autistic, adhd, disability, disabled, addiction, addicted, alcoholic, therapy, mental health, suicide, obesity, obese, vaccine, vaccinated',
  'negative financial status':
    'debt, in debt, bankrupt, bankruptcy, insolvent, insolvency, unemployed, unemployment, poverty, homeless, foreclosure, eviction, evicted, payday loan, food stamp, credit score',
  politics:
    'politics, political, politician, election, vote, voter, voting, democrat, republican, liberal, conservative, socialist, communist, labour party, tory, tories, left wing, right wing, far right, far left, president, parliament, congress, senate, maga, brexit',
  'religion or philosophical belief':
    'religion, religious, christian, christianity, catholic, protestant, church, muslim, islam, islamic, mosque, ramadan, jewish, jew, judaism, synagogue, hindu, hinduism, buddhist, buddhism, sikh, atheist, atheism, jesus, allah, bible, quran, vegan, veganism',
  'racial or ethnic origin':
    'racial, ethnic, ethnicity, black people, white people, african american, latino, latina, hispanic, asian american, arab, roma, indigenous, native american, immigrant, refugee, caucasian',
  'sex life or orientation':
    'sex, sexual, sexuality, gay, lesbian, bisexual, homosexual, heterosexual, transgender, queer, lgbt, lgbtq, lgbtqia, porn, sexual orientation, dating',
  'trade-union membership':
    'trade union, labor union, labour union, union member, unionized, unionised, unionize, unionise, union, picket line, collective bargaining, on strike, shop steward',
  pregnancy:
    'pregnant, pregnancy, pregnancies, expecting a baby, trying to conceive, ivf, miscarriage, abortion, maternity, prenatal, antenatal, due date',
  'alleged crime':
    'crime, criminal, arrested, arrest, convicted, conviction, prison, prisoner, jail, felon, felony, felonies, murder, murderer, theft, thief, fraud, drug dealer, suspect, terrorist, terrorism',
};

const categories = Object.keys(WORDS) as readonly ForbiddenCategory[];
const NO_TERMS = { words: [], hashtags: [], accounts: [] };

const spellingsOf = (word: string): readonly string[] => [
  ...new Set([word, word.replaceAll(' ', '')].flatMap((spelling) => [spelling, `${spelling}s`])),
];

/** The words as topics of their own; each category's name is that of its topic. */
const matchCategories = createTopicMatcher(
  categories.map((category) => ({
    name: category,
    terms: {
      ...NO_TERMS,
      words: WORDS[category]
        .split(', ')
        .flatMap((word) => spellingsOf(word).map((key) => ({ key, language: null }))),
    },
    exclude: NO_TERMS,
    languages: null,
  })),
);

/** Topics that look as if they were about what X forbids to infer about people; each category of one once. */
export function topicsOfForbiddenCategories(topics: readonly Topic[]): readonly CategoryWarning[] {
  return topics.flatMap(({ name, terms }) => {
    const texts = [name, ...terms.words.map(({ key }) => key), ...terms.hashtags.map(spaced)];
    const found = new Map<ForbiddenCategory, string>();
    for (const text of texts) {
      for (const { name: category } of matchCategories(textOnly(text))) {
        found.set(category as ForbiddenCategory, found.get(category as ForbiddenCategory) ?? text);
      }
    }
    return Array.from(found, ([category, word]) => ({ topic: name, category, word }));
  });
}

/** Tags join words with _, or with nothing. */
const spaced = (hashtag: string): string => hashtag.replaceAll('_', ' ');

const textOnly = (text: string) => ({
  plainText: text,
  language: null,
  hashtagKeys: [],
  mentionKeys: [],
  authorKey: null,
});
