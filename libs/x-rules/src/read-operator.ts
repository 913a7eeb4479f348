import type { CountOperator, OperandNode, TextOperator } from './ast';
import {
  firstForeignCharacter,
  hasEmojiVariant,
  isBareLink,
  isBareWord,
  NUMERIC_ID,
  USERNAME,
} from './characters';
import { findCountry, findLanguage, suggestCountry, suggestLanguage } from './codes';
import { nearestName } from './nearest-name';
import {
  findOperator,
  HAS_VALUES,
  IS_VALUES,
  OPERATOR_NAMES,
  type OperatorDefinition,
  type ValueForm,
} from './operators';
import { readBoundingBox, readPointRadius } from './read-geo';
import type { Report } from './report';
import type { OperatorToken } from './scan';

type Reader = (token: OperatorToken, definition: OperatorDefinition, report: Report) => OperandNode | null;

const CONTEXT = /^(?:\d+\.(?:\d+|\*)|\*\.\d+)$/;
const COUNT = /^(\d{1,12})(?:\.\.(\d{1,12}))?$/;
const PERCENT = /^\d{1,3}$/;

const refuse = (token: OperatorToken, message: string, report: Report, hint?: string): null =>
  report({
    message,
    offset: token.value.offset,
    length: token.value.length,
    ...(hint !== undefined && { hint }),
  });

const textNode = (
  { offset, length }: OperatorToken,
  { name }: OperatorDefinition,
  value: string,
): OperandNode => ({
  kind: 'operator',
  name: name as TextOperator,
  value,
  offset,
  length,
});

/** A reader for values that are right when `pattern` matches. */
const matching =
  (
    pattern: RegExp,
    explain: (text: string) => readonly [message: string, hint?: string | undefined],
  ): Reader =>
  (token, definition, report) => {
    const { text } = token.value;
    if (pattern.test(text)) {
      return textNode(token, definition, text);
    }
    const [message, hint] = explain(text);
    return refuse(token, message, report, hint);
  };

/** A reader for values from a closed list; `find` gives the list's own spelling. */
const listed =
  (
    find: (text: string) => string | undefined,
    explain: (text: string) => readonly [message: string, hint?: string | undefined],
  ): Reader =>
  (token, definition, report) => {
    const code = find(token.value.text);
    if (code !== undefined) {
      return textNode(token, definition, code);
    }
    const [message, hint] = explain(token.value.text);
    return refuse(token, message, report, hint);
  };

const freeText =
  (isBare: (text: string) => boolean): Reader =>
  (token, definition, report) => {
    const { text, form } = token.value;
    const quoteIt = `put the value in double quotes: ${definition.name}:"${text}"`;
    if (form === 'bare' && !isBare(text)) {
      return refuse(
        token,
        `\`${firstForeignCharacter(text)}\` cannot stand in an unquoted value`,
        report,
        quoteIt,
      );
    }
    if (form === 'bare' && hasEmojiVariant(text)) {
      return refuse(token, 'An emoji with a variant must be quoted', report, quoteIt);
    }
    return textNode(token, definition, text);
  };

/** A reader for `has:` and `is:`. */
const flag =
  (kind: 'has' | 'is', values: ReadonlyMap<string, string>): Reader =>
  (token, _definition, report) => {
    const value = values.get(token.value.text.toLowerCase());
    const { offset, length } = token;
    if (value !== undefined) {
      return { kind, value, offset, length } as OperandNode;
    }
    const near = nearestName(token.value.text, values.keys());
    const hint =
      near === undefined
        ? `known are: ${[...values.keys()].join(', ')}`
        : `did you mean \`${kind}:${near}\`?`;
    return refuse(token, `\`${kind}:${token.value.text}\` does not exist`, report, hint);
  };

const readCount: Reader = (token, { name }, report) => {
  const [, low, high] = COUNT.exec(token.value.text) ?? [];
  const minimum = Number(low);
  const maximum = high === undefined ? undefined : Number(high);
  if (low === undefined || (maximum !== undefined && maximum < minimum)) {
    return refuse(
      token,
      `\`${name}:\` takes a number or a rising range`,
      report,
      'such as `1000` or `1000..10000`',
    );
  }
  const { offset, length } = token;
  return {
    kind: 'count',
    name: name as CountOperator,
    minimum,
    ...(maximum !== undefined && { maximum }),
    offset,
    length,
  };
};

const readSample: Reader = (token, _definition, report) => {
  const percent = PERCENT.test(token.value.text) ? Number(token.value.text) : 0;
  const { offset, length } = token;
  if (percent >= 1 && percent <= 100) {
    return { kind: 'sample', percent, offset, length };
  }
  return refuse(token, '`sample:` takes an integer from 1 to 100', report);
};

const READERS: Readonly<Record<ValueForm, Reader>> = {
  user: matching(new RegExp(`${USERNAME.source}|${NUMERIC_ID.source}`), (text) => [
    `\`${text}\` is neither a username nor a numeric user id`,
    text.startsWith('@') ? 'leave out the @' : 'a username takes 1 to 15 letters, digits and underscores',
  ]),
  id: matching(NUMERIC_ID, (text) => [`\`${text}\` is no numeric id`]),
  context: matching(CONTEXT, (text) => [
    `\`${text}\` is no context`,
    'write `domain.entity` as numbers; `*` may stand for one of them',
  ]),
  text: freeText(isBareWord),
  opaque: (token, definition) => textNode(token, definition, token.value.text),
  link: freeText(isBareLink),
  country: listed(findCountry, (text) => {
    const meant = suggestCountry(text);
    return [
      `\`${text}\` is no ISO 3166-1 alpha-2 country code`,
      meant && `did you mean \`place_country:${meant}\`?`,
    ];
  }),
  language: listed(findLanguage, (text) => {
    const meant = suggestLanguage(text);
    return [`\`${text}\` is no language code that X knows`, meant && `did you mean \`lang:${meant}\`?`];
  }),
  count: readCount,
  has: flag('has', HAS_VALUES),
  is: flag('is', IS_VALUES),
  sample: readSample,
  point_radius: (token, _definition, report) => readPointRadius(token, report),
  bounding_box: (token, _definition, report) => readBoundingBox(token, report),
};

const isGeo = (form: ValueForm): boolean => form === 'point_radius' || form === 'bounding_box';

function refuseName(token: OperatorToken, report: Report): null {
  const { name, offset } = token;
  const length = name.length + 1;
  const near = nearestName(name, OPERATOR_NAMES);
  const quoted = token.value.form === 'bare' ? `"${name}:${token.value.text}"` : 'double quotes';
  const hint = near === undefined ? `for the text itself write ${quoted}` : `did you mean \`${near}:\`?`;
  return report({ message: `There is no operator \`${name}:\``, offset, length, hint });
}

/** Reads `name:value`; null after reporting why it cannot be read. */
export function readOperator(token: OperatorToken, report: Report): OperandNode | null {
  const definition = findOperator(token.name);
  if (!definition) {
    return refuseName(token, report);
  }
  if (token.value.text.trim() === '') {
    const { offset, length } = token;
    const hint = 'the value follows the colon directly, without a space';
    return report({ message: `\`${token.name}:\` has no value`, offset, length, hint });
  }
  if (token.value.form === 'bracketed' && !isGeo(definition.form)) {
    return refuse(token, `\`${token.name}:\` takes no brackets`, report);
  }
  return READERS[definition.form](token, definition, report);
}
