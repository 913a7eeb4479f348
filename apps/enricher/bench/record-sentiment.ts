/**
 * Records what Python's vaderSentiment gives for generated texts, for sentiment.spec.ts. After a change of these texts:
 * npm run record:sentiment -w @tdp/enricher
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateSentimentTexts } from '../test-support/sentiment-texts';
import { scoreWithPython } from '../test-support/vader';

const SEED = 1;
const LINE = 25;

const texts = generateSentimentTexts(10_000, SEED);
const tenThousandths = scoreWithPython(texts).scores.map((score) => Math.round(score * 10_000));
const scores = Array.from({ length: texts.length / LINE }, (_, line) =>
  tenThousandths.slice(line * LINE, (line + 1) * LINE).join(' '),
);
const textsSha256 = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
const file = path.join(__dirname, '../test-support/sentiment-scores.json');
writeFileSync(file, `${JSON.stringify({ seed: SEED, textsSha256, scores }, null, 2)}\n`);
console.log(`${texts.length} scores recorded in ${file}`);
