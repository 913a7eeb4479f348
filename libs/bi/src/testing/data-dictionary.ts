/** A field as docs/data-dictionary.md has it. */
export interface DictionaryField {
  /** As it is written there: string, array of string, ... */
  readonly type: string;
  /** Whether itself may be null; what it is inside of is another matter. */
  readonly isNullable: boolean;
}

/** What the collections really hold, as docs/data-dictionary.md says, which a test holds to what the sink stores. */
export interface DataDictionary {
  /** A field by its path, without marks of arrays; undefined when there is none. */
  fieldAt(collection: string, path: string): DictionaryField | undefined;
  /** The fields of a collection, or of a record that it holds, that are not inside others. */
  fieldsOf(section: string): readonly string[];
}

type Section = ReadonlyMap<string, DictionaryField>;

const ROW = /^\| `([^`]+)` +\| (.+?) +\| (yes|) *\|/gm;
const REFERENCE = /\[(\w+)\]\(#\w+\)/;
const HOSTED = /^The fields of `(\w+)` from `id`/m;

/** Reads the file's text. */
export function readDataDictionary(text: string): DataDictionary {
  const sections = new Map<string, Section>();
  const hosts = new Map<string, string>();
  for (const part of text.split(/^##+ /m)) {
    const name = /^`?(\w+)/.exec(part)?.[1] ?? '';
    sections.set(name, rowsOf(part));
    const host = HOSTED.exec(part)?.[1];
    if (host !== undefined) {
      hosts.set(name, host);
    }
  }
  const fieldsOf = (name: string): Section => sections.get(hosts.get(name) ?? name) ?? new Map();

  function fieldAt(section: string, path: string): DictionaryField | undefined {
    const fields = fieldsOf(section);
    const own = fields.get(hosts.has(section) && path === 'id' && !fields.has('id') ? '_id' : path);
    if (own !== undefined) {
      return own;
    }
    for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
      const record = REFERENCE.exec(fields.get(path.slice(0, end))?.type ?? '')?.[1];
      if (record !== undefined) {
        return fieldAt(record, path.slice(end + 1));
      }
    }
    return undefined;
  }
  return {
    fieldAt,
    fieldsOf: (section) => [...fieldsOf(section).keys()].filter((path) => !path.includes('.')),
  };
}

const rowsOf = (part: string): Section =>
  new Map(
    [...part.matchAll(ROW)].map(([, path = '', type = '', yes]) => [
      path.replaceAll('[]', ''),
      { type, isNullable: yes === 'yes' },
    ]),
  );
