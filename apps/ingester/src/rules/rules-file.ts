import { readYaml, type YamlPath, type YamlProblem, type YamlText } from '@tdp/service/yaml';
import { z } from 'zod';

const texts = z.array(z.string().trim().min(1)).default([]);

const place = z.union([
  z.string().trim().min(1),
  z.strictObject({ country: z.string() }),
  z.strictObject({
    point_radius: z.strictObject({ longitude: z.number(), latitude: z.number(), radius: z.string() }),
  }),
  z.strictObject({
    bounding_box: z.strictObject({
      west: z.number(),
      south: z.number(),
      east: z.number(),
      north: z.number(),
    }),
  }),
]);

const tag = z.string().trim().min(1);

const described = z.strictObject({
  tag,
  keywords: texts,
  phrases: texts,
  hashtags: texts,
  cashtags: texts,
  accounts: texts,
  mentions: texts,
  places: z.array(place).default([]),
  languages: texts,
  exclude: z
    .strictObject({
      keywords: texts,
      phrases: texts,
      hashtags: texts,
      accounts: texts,
      mentions: texts,
      reposts: z.boolean().default(false),
      quotes: z.boolean().default(false),
      replies: z.boolean().default(false),
    })
    .prefault({}),
});

const raw = z.strictObject({ tag, rule: z.string(), trust: z.boolean().default(false) });

const rulesFile = z.strictObject({ rules: z.array(z.unknown()).min(1) });

/** What to follow, in words; any of them, in any of the languages, without what is excluded. */
export type DescribedRule = z.infer<typeof described>;
/** A rule in X's own words; trusted when only X shall judge it. */
export type RawRule = z.infer<typeof raw>;
export type Place = z.infer<typeof place>;

export interface RulesFileEntry {
  readonly entry: DescribedRule | RawRule;
  readonly path: YamlPath;
}

type LineOf = YamlText['lineOf'];

export interface RulesFile {
  readonly entries: readonly RulesFileEntry[];
  readonly problems: readonly YamlProblem[];
  readonly lineOf: LineOf;
}

/** Reads the text of rules.yaml and checks its shape; what is in the rules is checked when compiling. */
export function readRulesFile(text: string): RulesFile {
  const yaml = readYaml(text);
  if (!('value' in yaml)) {
    return { entries: [], problems: yaml, lineOf: () => 1 };
  }
  const { lineOf } = yaml;
  const parsed = rulesFile.safeParse(yaml.value);
  if (!parsed.success) {
    return { entries: [], problems: problemsOf(parsed.error, [], lineOf), lineOf };
  }
  const entries: RulesFileEntry[] = [];
  const problems: YamlProblem[] = [];
  parsed.data.rules.forEach((value, index) => {
    const path = ['rules', index];
    const isRaw = typeof value === 'object' && value !== null && 'rule' in value;
    const result = (isRaw ? raw : described).safeParse(value);
    if (result.success) {
      entries.push({ entry: result.data, path });
    } else {
      problems.push(...problemsOf(result.error, path, lineOf));
    }
  });
  return { entries, problems, lineOf };
}

function problemsOf(error: z.ZodError, base: YamlPath, lineOf: LineOf): YamlProblem[] {
  return error.issues.map(({ path, message }) => {
    const full = [...base, ...path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    return { line: lineOf(full), message: `${full.join('.') || 'the file'}: ${message}` };
  });
}
