import type { Piece } from './compose-text';
import type { Person } from './people';
import type { Random } from './random';
import { CASHTAGS, EMOJI, ESCAPED_PHRASES, NAMES } from './vocabulary';

/** Words with a mood, then names, emoji, tags, a link: what a post is made of. */
export function writePieces(random: Random, person: Person): readonly Piece[] {
  const { language } = person;
  const pieces: Piece[] = [writeSentence(random, person)];
  if (random.chance(0.06)) {
    pieces.push({ kind: 'words', text: random.pick(ESCAPED_PHRASES) });
  }
  if (random.chance(0.1)) {
    const [text, type] = random.pick(NAMES);
    pieces.push({
      kind: 'name',
      text,
      type,
      probability: Math.round((0.4 + 0.6 * random.next()) * 1e4) / 1e4,
    });
  }
  if (random.chance(0.35)) {
    pieces.push({ kind: 'words', text: random.pick(EMOJI).repeat(1 + random.integer(2)) });
  }
  for (let tags = random.chance(0.45) ? 1 + random.integer(3) : 0; tags > 0; tags -= 1) {
    pieces.push({ kind: 'hashtag', tag: language.hashtags[random.zipf(language.hashtags.length)] as string });
  }
  if (random.chance(0.03)) {
    pieces.push({ kind: 'cashtag', tag: random.pick(CASHTAGS) });
  }
  if (random.chance(0.25)) {
    pieces.push(writeLink(random, person));
  }
  return pieces;
}

/** The same text after its author thought again: mostly an emoji more, sometimes another sentence. */
export function rewritePieces(random: Random, person: Person, pieces: readonly Piece[]): readonly Piece[] {
  const at = pieces.findIndex(({ kind }) => kind === 'words');
  const before = pieces[at];
  if (before?.kind !== 'words') {
    return [writeSentence(random, person), ...pieces];
  }
  const after = random.chance(0.3) ? writeSentence(random, person).text : before.text;
  const text = after === before.text ? `${before.text} ${random.pick(EMOJI)}` : after;
  return pieces.with(at, { kind: 'words', text });
}

type Words = Extract<Piece, { kind: 'words' }>;

function writeSentence(random: Random, { language }: Person): Words {
  const mood = random.pick([language.positive, language.neutral, language.neutral, language.negative]);
  return { kind: 'words', text: random.pick(mood) };
}

function writeLink(random: Random, { language }: Person): Piece {
  const page = random.zipf(500);
  return {
    kind: 'link',
    url: `https://t.co/l${page}`,
    targets: [
      {
        expanded_url: `https://news.example/${page}?lang=${language.code}`,
        display_url: `news.example/${page}`,
        unwound_url: `https://news.example/${page}`,
        status: 200,
        title: random.pick(language.neutral),
        description: random.pick(language.neutral),
      },
    ],
  };
}
