/** What one language contributes to the simulated world. */
export interface Language {
  /** BCP 47, as X's lang field has it. */
  readonly code: string;
  /** How many of a hundred posts, roughly as on X. */
  readonly share: number;
  readonly names: readonly string[];
  readonly positive: readonly string[];
  readonly neutral: readonly string[];
  readonly negative: readonly string[];
  readonly hashtags: readonly string[];
}

export const LANGUAGES: readonly Language[] = [
  {
    code: 'en',
    share: 34,
    names: ['Ann Lee', 'Tom Okafor', 'Grace Hill', 'Sam Rivers', 'Priya N.', 'Leo Marsh'],
    positive: [
      'I love this so much, what a wonderful morning',
      'great news, the new bridge is finally open and it looks amazing',
      'best coffee in town, so happy right now',
    ],
    neutral: [
      'the train to the coast leaves at nine',
      'reading about the weather and the tides today',
      'our team has a meeting about data and music',
      'breaking: the vote is at noon',
    ],
    negative: [
      'this is terrible, the train is late again and nobody cares',
      'I hate waiting, worst service ever',
      'so sad about the news from home',
    ],
    hashtags: [
      'news',
      'music',
      'weather',
      'AI',
      'football',
      'coffee',
      'climate',
      'travel',
      'data',
      'MondayMotivation',
    ],
  },
  {
    code: 'ja',
    share: 17,
    names: ['さくら', '山田太郎', 'ゆき❄️', '珈琲好き'],
    positive: ['今日は最高の一日でした。ありがとう', '新しい駅、とても綺麗で嬉しい', 'このコーヒー大好き'],
    neutral: ['明日の天気は晴れのち曇り', '電車で海まで一時間', '音楽を聴きながら仕事中'],
    negative: ['また電車が遅れてる。最悪だ', '悲しいニュースばかりで疲れた', 'もう待てない、ひどいサービス'],
    hashtags: ['音楽', '天気', 'ニュース', 'コーヒー', '旅行', '拡散希望'],
  },
  {
    code: 'es',
    share: 11,
    names: ['María Gómez', 'José Peña', 'Lucía 🌻', 'El Niño'],
    positive: [
      '¡Qué alegría! El puente nuevo es precioso',
      'me encanta este café, el mejor de la ciudad',
      'un día maravilloso con la familia',
    ],
    neutral: [
      'el tren de la costa sale a las nueve',
      'mañana habrá lluvia en el norte',
      'reunión sobre música y datos esta tarde',
    ],
    negative: [
      'qué horror, otra vez tarde el tren',
      'odio esperar, pésimo servicio',
      'muy triste por las noticias',
    ],
    hashtags: ['noticias', 'música', 'clima', 'fútbol', 'café', 'viajes'],
  },
  {
    code: 'pt',
    share: 7,
    names: ['João Silva', 'Conceição', 'Rafa ⚽'],
    positive: ['que dia lindo, adorei a nova ponte', 'o melhor café da cidade, muito feliz'],
    neutral: ['o trem para o litoral sai às nove', 'previsão de chuva para amanhã no sul'],
    negative: ['atrasou de novo, que serviço horrível', 'não aguento mais esperar, péssimo'],
    hashtags: ['futebol', 'notícias', 'música', 'café', 'BBB'],
  },
  {
    code: 'ar',
    share: 6,
    names: ['سارة', 'محمد علي', 'نور 🌙'],
    positive: ['صباح جميل جدا، أحب هذه المدينة', 'خبر رائع اليوم، شكرا لكم جميعا'],
    neutral: ['القطار إلى الساحل يغادر الساعة التاسعة', 'الطقس غدا مشمس مع رياح خفيفة ١٢٣'],
    negative: ['تأخر القطار مرة أخرى، خدمة سيئة', 'أخبار حزينة هذا المساء'],
    hashtags: ['أخبار', 'الطقس', 'موسيقى', 'قهوة', 'السفر'],
  },
  {
    code: 'ko',
    share: 5,
    names: ['지민', '김하늘', '커피사랑☕'],
    positive: ['오늘 정말 행복한 하루였어요', '새 다리가 너무 예쁘다 최고'],
    neutral: ['내일 날씨는 맑음', '바다로 가는 기차는 아홉 시에 출발'],
    negative: ['또 기차가 늦었다 최악이야', '슬픈 소식뿐이라 힘들다'],
    hashtags: ['음악', '날씨', '뉴스', '커피', '방탄소년단'],
  },
  {
    code: 'tr',
    share: 4,
    names: ['Ayşe', 'Çağrı', 'Deniz 🌊'],
    positive: ['harika bir sabah, yeni köprü çok güzel', 'şehirdeki en iyi kahve, çok mutluyum'],
    neutral: ['sahil treni saat dokuzda kalkıyor', 'yarın hava yağmurlu olacak'],
    negative: ['tren yine geç kaldı, berbat hizmet', 'haberler çok üzücü'],
    hashtags: ['haber', 'müzik', 'hava', 'kahve', 'futbol'],
  },
  {
    code: 'fr',
    share: 4,
    names: ['Élodie', 'François', 'Zoé 🥐'],
    positive: ['quelle belle journée, j’adore ce nouveau pont', 'le meilleur café de la ville, très heureux'],
    neutral: ['le train pour la côte part à neuf heures', 'météo : pluie attendue demain dans l’ouest'],
    negative: ['encore en retard, quel service affreux', 'triste nouvelle ce soir'],
    hashtags: ['actualité', 'musique', 'météo', 'café', 'voyage'],
  },
  {
    code: 'hi',
    share: 3,
    names: ['प्रिया', 'राहुल शर्मा'],
    positive: ['आज का दिन बहुत अच्छा रहा, धन्यवाद', 'नया पुल बहुत सुंदर है'],
    neutral: ['तट की ट्रेन नौ बजे जाती है', 'कल मौसम साफ रहेगा'],
    negative: ['ट्रेन फिर देर से आई, बहुत बुरा', 'दुखद समाचार'],
    hashtags: ['समाचार', 'संगीत', 'मौसम', 'क्रिकेट'],
  },
  {
    code: 'th',
    share: 3,
    names: ['น้ำ', 'สมชาย'],
    positive: ['วันนี้มีความสุขมาก ขอบคุณทุกคน', 'กาแฟร้านนี้อร่อยที่สุด'],
    neutral: ['รถไฟไปทะเลออกเก้าโมง', 'พรุ่งนี้อากาศแจ่มใส'],
    negative: ['รถไฟมาสายอีกแล้ว แย่มาก', 'ข่าวเศร้าวันนี้'],
    hashtags: ['ข่าว', 'เพลง', 'อากาศ', 'กาแฟ'],
  },
  {
    code: 'ru',
    share: 3,
    names: ['Иван', 'Ольга Ж.'],
    positive: ['прекрасное утро, новый мост просто чудо', 'лучший кофе в городе, очень рада'],
    neutral: ['поезд к морю уходит в девять', 'завтра ожидается дождь'],
    negative: ['поезд снова опоздал, ужасный сервис', 'грустные новости'],
    hashtags: ['новости', 'музыка', 'погода', 'кофе'],
  },
  {
    code: 'iw',
    share: 1,
    names: ['נועה', 'דוד לוי'],
    positive: ['בוקר נפלא, הגשר החדש יפה מאוד', 'הקפה הכי טוב בעיר'],
    neutral: ['הרכבת לחוף יוצאת בתשע', 'מחר מזג האוויר נאה'],
    negative: ['הרכבת שוב מאחרת, שירות נורא', 'חדשות עצובות'],
    hashtags: ['חדשות', 'מוזיקה', 'קפה'],
  },
  {
    code: 'zh',
    share: 2,
    names: ['小明', '林夏🍃'],
    positive: ['今天真開心，新橋太漂亮了', '這家咖啡是城裡最好的'],
    neutral: ['去海邊的火車九點出發', '明天天氣晴，𠮷野家開門'],
    negative: ['火車又晚點了，真糟糕', '今天的消息很難過'],
    hashtags: ['新聞', '音樂', '天氣', '咖啡'],
  },
];

export const EMOJI = ['😂', '❤️', '🌊', '🔥', '👍🏽', '👩‍👩‍👧‍👦', '🇧🇷', '🏳️‍🌈', '☕', '3️⃣', '🥺', '🎶', '🤷🏽‍♀️', '✨'];
export const CASHTAGS = ['TSLA', 'AAPL', 'BTC', 'NVDA', 'ETH'];
export const APPS = ['Twitter for iPhone', 'Twitter for Android', 'Twitter Web App', 'TweetDeck'];

/** A place posts come from: name, country, its code, west, south, east, north in degrees. */
export type PlaceRow = readonly [string, string, string, number, number, number, number];

export const PLACES: readonly PlaceRow[] = [
  ['Manhattan', 'United States', 'US', -74.026, 40.683, -73.91, 40.879],
  ['Los Angeles', 'United States', 'US', -118.668, 33.704, -118.155, 34.337],
  ['London', 'United Kingdom', 'GB', -0.187, 51.483, -0.109, 51.516],
  ['São Paulo', 'Brasil', 'BR', -46.826, -24.008, -46.365, -23.356],
  ['東京', '日本', 'JP', 139.668, 35.629, 139.78, 35.71],
  ['서울', '대한민국', 'KR', 126.9, 37.48, 127.1, 37.62],
  ['İstanbul', 'Türkiye', 'TR', 28.9, 40.98, 29.05, 41.1],
  ['Ciudad de México', 'México', 'MX', -99.2, 19.35, -99.08, 19.48],
  ['Paris', 'France', 'FR', 2.24, 48.81, 2.42, 48.9],
  ['القاهرة', 'مصر', 'EG', 31.2, 30.0, 31.35, 30.12],
];

/** Topics X assigns: domain and entity. */
export const TOPICS = [
  ['30', 'Entities [Entity Service]', '848920371311001600', 'Technology'],
  ['46', 'Business Taxonomy', '1557697333571112960', 'Technology Business'],
  ['131', 'Unified Twitter Taxonomy', '847868745150119936', 'Family & relationships'],
  ['54', 'Musician', '844438182523383808', 'BTS'],
  ['11', 'Sport', '706083845846589440', 'Football'],
  ['65', 'Interests and Hobbies Vertical', '857879018082095104', 'Coffee'],
] as const;

/** Names that X marks in a text, and as what. */
export const NAMES = [
  ['London', 'Place'],
  ['Taylor Swift', 'Person'],
  ['Nvidia', 'Organization'],
  ['Johnson & Johnson', 'Organization'],
  ['iPhone 17', 'Product'],
  ['World Cup', 'Other'],
  ['東京', 'Place'],
  ['BTS', 'Organization'],
] as const;

/** What X escapes: signs that mean something in HTML. */
export const ESCAPED_PHRASES = [
  'R&D at AT&T: 3 < 5 > 2',
  'salt & pepper <3',
  'Q&A',
  '<COMING UP NEXT>',
  'x >= 10 && y <= 20',
  'the entity &amp; is an ampersand',
];

/** Texts whose language X does not tell. */
export const UNDETERMINED = ['hmm', 'lol', '1234 5678', 'aaaaa', 'ok 2.0'];

/** Titles and paragraphs of articles. */
export const ARTICLE_TITLES = [
  'A long read on coffee',
  'What the news leaves out',
  'Notes on music & weather',
];
export const ARTICLE_PARAGRAPHS = [
  'It began with the weather. Nobody had asked for news that morning, and yet there it was.',
  'Most of what we know about coffee we learned by drinking it; the rest is trade & rumour.',
  'Music tells you when to stop. Data does not, which is why people bring both to a meeting.',
  'None of this is new. It is only that 3 < 5 was never disputed in public before.',
];
