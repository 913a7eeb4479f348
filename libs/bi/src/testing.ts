export { readDataDictionary, type DataDictionary, type DictionaryField } from './testing/data-dictionary';
