/** An element, as data: rendered with two spaces a level, so that a change is a change of few lines. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** Attributes that are null are left out. A text among the children stands alone. */
export function element(
  name: string,
  attributes: Attributes = {},
  children: readonly (Element | string)[] = [],
): Element {
  const given = Object.entries(attributes).flatMap(([key, value]): [string, string][] =>
    value === null ? [] : [[key, String(value)]],
  );
  return { name, attributes: Object.fromEntries(given), children };
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;' },
  ...{ '\n': '&#10;', '\t': '&#9;' },
};
const escapeText = (text: string): string => text.replace(/[&<>]/g, (char) => ENTITIES[char] ?? char);
const escapeAttribute = (text: string): string =>
  text.replace(/[&<>'\n\t]/g, (char) => ENTITIES[char] ?? char);

/** A whole document. */
export const document = (root: Element): string =>
  `<?xml version='1.0' encoding='utf-8' ?>\n${render(root, '')}\n`;

function render({ name, attributes, children }: Element, indent: string): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}='${escapeAttribute(value)}'`);
  const open = `${indent}<${name}${head.join('')}`;
  const [first] = children;
  if (first === undefined) {
    return `${open} />`;
  }
  if (typeof first === 'string') {
    return `${open}>${escapeText(first)}</${name}>`;
  }
  const inside = children.map((child) =>
    typeof child === 'string' ? escapeText(child) : render(child, `${indent}  `),
  );
  return `${open}>\n${inside.join('\n')}\n${indent}</${name}>`;
}
