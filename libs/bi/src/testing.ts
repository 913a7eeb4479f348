export { readDataDictionary, type DataDictionary, type DictionaryField } from './testing/data-dictionary';
export { brokenReferences } from './testing/tableau-references';
