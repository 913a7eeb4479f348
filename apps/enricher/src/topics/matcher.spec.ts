import fc from 'fast-check';
import { keyOf } from '../domain/key';
import { createTopicMatcher, type TopicEvidence } from './matcher';
import { parseTopics } from './parse-topics';

const NO_TERMS = { words: [], hashtags: [], accounts: [] };
const post = (overrides: Partial<TopicEvidence> = {}): TopicEvidence => ({
  plainText: '',
  language: null,
  hashtagKeys: [],
  mentionKeys: [],
  authorKey: null,
  ...overrides,
});

function matcherOf(yaml: string) {
  const parsed = parseTopics(yaml, 't');
  if (!parsed.ok) {
    throw new Error(JSON.stringify(parsed.problems));
  }
  return createTopicMatcher(parsed.topics);
}

/** The words among some that a text has. */
function wordsIn(
  plainText: string,
  words: readonly string[],
  language: string | null = null,
): readonly string[] {
  const topic = {
    name: 't',
    terms: { ...NO_TERMS, words: words.map((word) => ({ key: keyOf(word), language: null })) },
    exclude: NO_TERMS,
    languages: null,
  };
  const matches = createTopicMatcher([topic])(post({ plainText, language }));
  return matches.flatMap(({ hits }) => hits.map((hit) => hit.replace('word:', '')));
}

describe('words in a text, whatever the script', () => {
  it.each([
    // Latin
    ['a cat, concatenated', ['cat'], true],
    ['concatenate the cats', ['cat'], false],
    ['CAT!', ['cat'], true],
    ["the cat's tail", ['cat'], true],
    ['l’électricité', ['électricité'], true],
    ["don't", ['don’t'], true],
    ['an electric\n car', ['electric car'], true],
    ['electric, car', ['electric car'], false],
    ['cat_food', ['cat'], false],
    ['cat-food', ['cat'], true],
    ['cat2', ['cat'], false],
    ['Cafe\u0301 noir', ['café'], true],
    ['Cafe\u0301 noir', ['cafe'], false],
    ['x\u0323\u0307 noir', ['x'], false],
    ['ＥＶ and 𝐞𝐥𝐞𝐜𝐭𝐫𝐢𝐜', ['ev'], true],
    ['𝐞𝐥𝐞𝐜𝐭𝐫𝐢𝐜', ['electric'], true],
    ['my Tesla™ is', ['tesla'], true],
    ['❤️cats 3️⃣dogs', ['cats'], true],
    ['🚗EV🚗', ['ev'], true],
    ['elec\u00ADtric', ['electric'], true],
    ['İSTANBUL ve ISPARTA', ['istanbul'], true],
    ['ISPARTA', ['ısparta'], true],
    ["İstanbul'da", ['İstanbul'], true],
    ['C++ or .NET', ['c++'], true],
    ['C++ or .NET', ['.net'], true],
    ['asp.net', ['.net'], true],
    ['AT&T.', ['at&t'], true],
    // Cyrillic and Greek
    ['Поезд к морю', ['поезд'], true],
    ['поездка', ['поезд'], false],
    ['Η ΟΔΟΣ ΜΑΣ', ['οδος'], true],
    ['ΟΔΟΣ.ΑΒ', ['οδος'], true],
    ['περίοδος', ['οδος'], false],
    // Devanagari: vowel signs are part of words
    ['कल मौसम साफ', ['मौसम'], true],
    ['कामयाब', ['काम'], false],
    ['काम', ['क'], false],
    ['काम को', ['काम'], true],
  ])('%j has %j: %s', (text, words, expected) => {
    expect(wordsIn(text, words)).toEqual(expected ? [expect.any(String)] : []);
  });

  it.each([
    // Arabic: the article, and "and", may be written onto the word; other prefixes only with the article
    ['القطار إلى الساحل', 'قطار', 'ar', true],
    ['والقطار', 'قطار', null, true],
    ['بالقطار وللقطار', 'قطار', 'ar', true],
    ['وقطار', 'قطار', 'ar', true],
    ['بقطار', 'قطار', 'ar', false],
    ['قطارات', 'قطار', 'ar', false],
    ['قِطَار', 'قطار', 'ar', true],
    ['قـــطار', 'قطار', 'ar', true],
    ['القطار', 'القطار', 'ar', true],
    ['الباب', 'اب', 'ar', false],
    // Persian has no such prefixes
    ['والقطار', 'قطار', 'fa', false],
    ['کتاب‌ها', 'کتاب', 'fa', false],
    ['کتاب خوب', 'کتاب', 'fa', true],
    // Hebrew: prefixes of one letter and more
    ['הרכבת לחוף', 'רכבת', 'he', true],
    ['וכשברכבת', 'רכבת', 'he', true],
    ['שברכבת', 'רכבת', 'he', true],
    ['תרכבת', 'רכבת', 'he', false],
    ['רכבתי', 'רכבת', 'he', false],
    ['ליד', 'יד', 'he', false],
    ['שָׁלוֹם', 'שלום', 'he', true],
    // Korean: particles are written onto nouns
    ['서울에서 살아요', '서울', 'ko', true],
    ['서울에서는', '서울', 'ko', true],
    ['서울은 서울', '서울', 'ko', true],
    ['여기가 서울입니다', '서울', 'ko', true],
    ['기차들이', '기차', 'ko', true],
    ['서울대학교', '서울', 'ko', false],
    ['바나나', '바', 'ko', false],
    ['AI가 온다', 'AI', 'ko', true],
    ['북서울', '서울', 'ko', false],
    // Japanese, Chinese: as Unicode and ICU's dictionary segment them
    ['京都へ行く', '京都', 'ja', true],
    ['東京都に行く', '京都', 'ja', false],
    ['東京都に行く', '東京', 'ja', true],
    ['電車で海まで', '電車', 'ja', true],
    ['電車で海まで', '車', 'ja', false],
    ['このコーヒー大好き', 'コーヒー', 'ja', true],
    ['このｺｰﾋｰ大好き', 'コーヒー', 'ja', true],
    ['アイスを食べる', 'イス', 'ja', false],
    ['電気自動車を買った', '自動車', 'ja', true],
    ['電気自動車を買った', '電気自動車', 'ja', true],
    ['新しいEV車', 'EV', 'ja', true],
    ['東京タワー', '東京', 'ja', true],
    ['音楽家', '音楽', 'ja', true],
    ['生ビール', 'ビール', 'ja', false],
    ['我在北京大学', '北京', 'zh', true],
    ['我喜欢特斯拉汽车', '特斯拉', 'zh', true],
    ['中国人', '中国', 'zh', true],
    ['中国人', '国人', 'zh', false],
    ['𠮷野家開門', '𠮷野家', 'zh', true],
    // Thai, Lao, Khmer, Burmese: likewise
    ['ผมชอบกินกาแฟมาก', 'กาแฟ', 'th', true],
    ['ผมชอบกินกาแฟมาก', 'กา', 'th', false],
    ['รถยนต์ไฟฟ้า', 'รถยนต์ไฟฟ้า', 'th', true],
    ['รถไฟไปทะเลออกเก้าโมง', 'รถไฟ', 'th', true],
    ['ອາຫານລາວແຊບ', 'ລາວ', 'lo', true],
    ['ខ្ញុំចូលចិត្តកាហ្វេ', 'កាហ្វេ', 'km', true],
    ['ကော်ဖီသောက်တယ်', 'ကော်ဖီ', 'my', true],
    // Javanese letters: nobody has a dictionary, so any place is one
    ['ꦧꦱꦗꦮ', 'ꦗꦮ', 'jv', true],
  ])('%j has %s (%s): %s', (text, word, language, expected) => {
    expect(wordsIn(text, [word], language)).toHaveLength(expected ? 1 : 0);
  });

  it('finds words that overlap, and each once', () => {
    expect(
      wordsIn('new york city, New York', ['york', 'new york', 'new york city', 'york city new']),
    ).toEqual(['york', 'new york', 'new york city']);
  });
});

describe('topics of a post', () => {
  const match = matcherOf(`
topics:
  - name: cars
    words: { '*': [EV], en: [car], de: [Auto], zh-TW: [車子] }
    hashtags: [ev]
    accounts: [Tesla]
    exclude: { words: { en: [toy car] }, hashtags: [ad], accounts: [spam] }
  - name: english
    words: [car, EV]
    hashtags: [ev]
    languages: [en]
`);

  it('says what hit, in the order of the file', () => {
    const evidence = post({
      plainText: 'a car is an EV, an ev',
      language: 'en',
      hashtagKeys: ['ev', 'x', 'ev'],
      mentionKeys: ['tesla', 'ann'],
      authorKey: 'tesla',
    });
    const hits = ['word:ev', 'word:car', 'hashtag:ev', 'account:tesla'];
    expect(match(evidence)).toEqual([
      { name: 'cars', hits },
      { name: 'english', hits: ['word:car', 'word:ev', 'hashtag:ev'] },
    ]);
  });

  it.each<[string, Partial<TopicEvidence>, readonly string[]]>([
    ['nothing', { plainText: 'a bus' }, []],
    ['a word of the language', { plainText: 'ein Auto', language: 'de' }, ['cars']],
    ['a word of a form of the language', { plainText: 'ein Auto', language: 'de-AT' }, ['cars']],
    ['a word of another language', { plainText: 'auto', language: 'en' }, []],
    ['a word of a language when none is known', { plainText: 'auto' }, []],
    ['a word of a form of a language', { plainText: '我的車子', language: 'zh-TW' }, ['cars']],
    ['a word of another form of a language', { plainText: '我的車子', language: 'zh' }, []],
    ['a tag, in another language than the topic', { hashtagKeys: ['ev'], language: 'fr' }, ['cars']],
    ['the author', { authorKey: 'tesla' }, ['cars']],
    ['somebody mentioned', { mentionKeys: ['tesla'] }, ['cars']],
    ['an excluded word', { plainText: 'a toy car', language: 'en' }, ['english']],
    ['an excluded word of another language', { plainText: 'EV toy car', language: 'de' }, ['cars']],
    ['an excluded tag', { plainText: 'an EV', hashtagKeys: ['ad'] }, []],
    ['an excluded author', { plainText: 'an EV', authorKey: 'spam' }, []],
    ['only what is excluded', { hashtagKeys: ['ad'] }, []],
  ])('by %s', (_what, evidence, names) => {
    expect(match(post(evidence)).map(({ name }) => name)).toEqual(names);
  });

  it('finds nothing without topics', () => {
    expect(createTopicMatcher([])(post({ plainText: 'a car', hashtagKeys: ['ev'] }))).toEqual([]);
  });
});

describe('beside a search for each word', () => {
  const words = (unit: fc.Arbitrary<string>, maxLength: number) =>
    fc.uniqueArray(
      fc
        .string({ unit, minLength: 1, maxLength })
        .filter((text) => /^\S.*\S$|^\S$/u.test(text) && /[\p{L}\p{N}]/u.test(text) && !/\s{2}/.test(text)),
      { minLength: 1, maxLength: 12 },
    );
  const check = (unit: fc.Arbitrary<string>, has: (text: string, word: string) => boolean) => {
    fc.assert(
      fc.property(words(unit, 5), fc.string({ unit, maxLength: 60 }), (listed, text) => {
        const plainText = text.replace(/\s+/g, ' ');
        expect(wordsIn(plainText, listed).toSorted()).toEqual(
          listed.filter((word) => has(plainText, word)).toSorted(),
        );
      }),
      { numRuns: 500 },
    );
  };
  /** Whether a word stands somewhere with an edge on both sides. */
  const stands = (text: string, word: string, isEdge: (at: number) => boolean): boolean =>
    Array.from(text, (_, at) => at).some(
      (at) => text.startsWith(word, at) && isEdge(at) && isEdge(at + word.length),
    );

  it('hits what does not touch a letter of its word in scripts with spaces', () => {
    const inWords = /^[\p{L}\p{Mn}\p{Mc}\p{N}\p{Pc}]{2}$/u;
    check(fc.constantFrom(...'aab жя αβ काम1_.-', ' ', '☕'), (text, word) =>
      stands(text, word, (at) => at === 0 || !inWords.test(text.slice(at - 1, at + 1))),
    );
  });

  it('hits what stands between boundaries of segmentation in scripts without', () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
    check(
      fc.constantFrom('コ', 'ー', 'ヒ', 'の', 'を', 'กา', 'แฟ', 'รถ', 'ไฟ', 'ฟ้า', ' ', '、'),
      (text, word) => {
        const boundaries = new Set([0, text.length]);
        for (const { index } of segmenter.segment(text)) {
          boundaries.add(index);
        }
        return stands(text, word, (at) => boundaries.has(at) || /[ 、]/.test(text.slice(at - 1, at + 1)));
      },
    );
  });
});
