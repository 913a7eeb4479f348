import { readFileSync } from 'node:fs';
import path from 'node:path';
import { topicsOfForbiddenCategories } from './forbidden-categories';
import { createTopicMatcher } from './matcher';
import { describeProblem, parseTopics } from './parse-topics';

const parsed = parseTopics(readFileSync(path.join(__dirname, '../../topics.yaml'), 'utf8'), 'sample');
const topics = parsed.ok ? parsed.topics : [];
const match = createTopicMatcher(topics);

describe('topics.yaml', () => {
  it('has no errors, and nothing that X forbids to infer about people', () => {
    expect(parsed.ok ? [] : parsed.problems.map(describeProblem)).toEqual([]);
    expect(topicsOfForbiddenCategories(topics)).toEqual([]);
  });

  // What the simulator writes.
  it.each([
    ['best coffee in town, so happy right now', 'en', ['coffee']],
    ['the train to the coast leaves at nine', 'en', ['trains']],
    ['reading about the weather and the tides today', 'en', ['weather']],
    ['このコーヒー大好き', 'ja', ['coffee']],
    ['明日の天気は晴れのち曇り', 'ja', ['weather']],
    ['音楽を聴きながら仕事中', 'ja', ['music']],
    ['また電車が遅れてる。最悪だ', 'ja', ['trains']],
    ['me encanta este café, el mejor de la ciudad', 'es', ['coffee']],
    ['sahil treni saat dokuzda kalkıyor', 'tr', ['trains']],
    ['القطار إلى الساحل يغادر الساعة التاسعة', 'ar', ['trains']],
    ['바다로 가는 기차는 아홉 시에 출발', 'ko', ['trains']],
    ['내일 날씨는 맑음', 'ko', ['weather']],
    ['कल मौसम साफ रहेगा', 'hi', ['weather']],
    ['กาแฟร้านนี้อร่อยที่สุด', 'th', ['coffee']],
    ['รถไฟไปทะเลออกเก้าโมง', 'th', ['trains']],
    ['поезд к морю уходит в девять', 'ru', ['trains']],
    ['הרכבת לחוף יוצאת בתשע', 'he', ['trains']],
    ['הקפה הכי טוב בעיר', 'he', ['coffee']],
    ['這家咖啡是城裡最好的', 'zh', ['coffee']],
    ['去海邊的火車九點出發', 'zh', ['trains']],
    ['tren nuevo', 'en', []],
  ])('finds in %j (%s) %j', (plainText, language, names) => {
    const found = match({ plainText, language, hashtagKeys: [], mentionKeys: [], authorKey: null });
    expect(found.map(({ name }) => name)).toEqual(names);
  });

  it('finds tags whatever the language', () => {
    const found = match({
      plainText: '',
      language: null,
      hashtagKeys: ['天気'],
      mentionKeys: [],
      authorKey: null,
    });
    expect(found).toEqual([{ name: 'weather', hits: ['hashtag:天気'] }]);
  });
});
