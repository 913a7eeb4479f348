/** An opening tag of a document, and the text right behind it. */
interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** Names of the tags that it is inside of, the outermost first. */
  readonly inside: readonly Tag[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&lt;': '<', '&gt;': '>', '&apos;': "'", '&quot;': '"', '&#10;': '\n', '&#9;': '\t', '&amp;': '&' },
};
const decode = (text: string): string => text.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);

function tagsOf(xml: string): readonly Tag[] {
  const tags: Tag[] = [];
  const open: Tag[] = [];
  for (const [, close, name = '', rest = '', empty, text = ''] of xml.matchAll(
    /<(\/?)([\w.-]+)((?:\s+[\w:-]+='[^']*')*)\s*(\/?)>([^<]*)/g,
  )) {
    if (close !== '') {
      open.pop();
      continue;
    }
    const attributes = Object.fromEntries(
      [...rest.matchAll(/([\w:-]+)='([^']*)'/g)].map(([, key = '', value = '']) => [key, decode(value)]),
    );
    const tag = { name, attributes, text: decode(text).trim(), inside: [...open] };
    tags.push(tag);
    if (empty === '') {
      open.push(tag);
    }
  }
  return tags;
}

/** What a contract has, for the references to tables and columns. */
type Known = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * References of a .tds or .twb that lead nowhere: columns that the contract does not have, fields that their data source does not
 * have, instances that their sheet does not define, sheets that no dashboard can find. Tableau's own schema looks at none of them.
 */
export function brokenReferences(xml: string, known: Known): readonly string[] {
  const tags = tagsOf(xml);
  const broken: string[] = [];
  const fields = fieldsOf(tags);
  const within = (tag: Tag, name: string): Tag | undefined =>
    tag.inside.findLast((each) => each.name === name);
  const instances = new Map<Tag | undefined, Set<string>>();
  for (const tag of tags.filter(({ name }) => name === 'column-instance')) {
    const source = within(tag, 'datasource-dependencies')?.attributes['datasource'] ?? '';
    const column = tag.attributes['column'] ?? '';
    if (fields.get(source)?.has(column) !== true) {
      broken.push(`${tag.attributes['name']} is of ${source}.${column}, which is not there`);
    }
    const sheet = within(tag, 'worksheet');
    instances.set(sheet, (instances.get(sheet) ?? new Set()).add(`[${source}].${tag.attributes['name']}`));
  }
  const sheets = new Map(
    tags.filter(({ name }) => name === 'worksheet').map((tag) => [tag.attributes['name'] ?? '', tag]),
  );
  for (const tag of tags) {
    broken.push(...brokenColumns(tag, known), ...brokenFormulas(tag, fields));
    const named = tag.attributes['worksheet'] ?? (tag.name === 'zone' ? tag.attributes['name'] : undefined);
    if (named !== undefined && !sheets.has(named)) {
      broken.push(`${tag.name} names the sheet ${named}, which is not there`);
    }
    const sheet = within(tag, 'worksheet') ?? (named === undefined ? undefined : sheets.get(named));
    const owner = tag.name === 'link' ? sheets.get(sourceOf(tags, tag)) : sheet;
    for (const reference of instanceReferences(tag)) {
      if (instances.get(owner)?.has(reference) !== true) {
        broken.push(
          `${tag.name} of ${owner?.attributes['name'] ?? 'no sheet'} uses ${reference}, which it does not define`,
        );
      }
    }
  }
  return broken;
}

/** Fields by data source: what a sheet computes is among them, or it is not there. */
function fieldsOf(tags: readonly Tag[]): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  for (const tag of tags.filter(({ name, attributes }) => name === 'column' && 'name' in attributes)) {
    const parent = tag.inside.at(-1);
    if (parent?.name === 'datasource') {
      const source = parent.attributes['name'] ?? '';
      fields.set(source, (fields.get(source) ?? new Set()).add(tag.attributes['name'] ?? ''));
    }
  }
  return fields;
}

function brokenColumns({ name, attributes, inside }: Tag, known: Known): readonly string[] {
  const isMap = name === 'map' && inside.at(-1)?.name === 'cols';
  const [, table = '', column = ''] = /^\[(.+)\]\.\[(.+)\]$/.exec(attributes['value'] ?? '') ?? [];
  if (isMap && known.get(table)?.has(column) !== true) {
    return [`the contract has no ${attributes['value']}`];
  }
  const relation = name === 'relation' && attributes['type'] === 'table' ? (attributes['name'] ?? '') : null;
  return relation !== null && !known.has(relation) ? [`the contract has no table ${relation}`] : [];
}

function brokenFormulas(
  { name, attributes, inside }: Tag,
  fields: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const formula =
    name === 'calculation'
      ? attributes['formula']
      : name === 'groupfilter'
        ? attributes['expression']
        : name === 'expression' && attributes['op'] !== '='
          ? attributes['op']
          : undefined;
  const within = (wanted: string): Tag | undefined => inside.findLast((tag) => tag.name === wanted);
  const filtered = /^\[([^\]]+)\]/.exec(within('filter')?.attributes['column'] ?? '')?.[1];
  const source =
    within('datasource-dependencies')?.attributes['datasource'] ??
    filtered ??
    within('datasource')?.attributes['name'] ??
    '';
  return [...(formula ?? '').replaceAll(/"[^"]*"/g, '').matchAll(/\[[^\]]+\]/g)]
    .filter(([field]) => fields.get(source)?.has(field) !== true)
    .map(([field]) => `${formula} uses ${source}.${field}, which is not there`);
}

/** Full names, wherever they stand. */
function instanceReferences({ name, attributes, text }: Tag): readonly string[] {
  const isElsewhere = ['map', 'relation', 'column', 'object', 'calculation', 'run'].includes(name);
  const texts = isElsewhere && name !== 'column' ? [] : [...Object.values(attributes), text];
  return texts.flatMap((each) => [...each.matchAll(/\[[^\][]+\]\.\[\w+:[^\]]+\]/g)].map(([found]) => found));
}

/** The sheet that a link is in. */
function sourceOf(tags: readonly Tag[], link: Tag): string {
  const action = link.inside.at(-1);
  const source = tags.find((tag) => tag.name === 'source' && tag.inside.at(-1) === action);
  return source?.attributes['worksheet'] ?? '';
}
