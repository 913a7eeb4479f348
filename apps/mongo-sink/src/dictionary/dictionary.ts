import mongoose from 'mongoose';
import { createModels } from '../models/models';
import { COLLECTIONS } from '../write-models/collections';
import { renderDictionary, type DictionaryIndex } from './render-dictionary';

/** The data dictionary of the sink's collections, as it stands in docs/data-dictionary.md. */
export function dataDictionary(): string {
  const models = Object.values(createModels(mongoose.createConnection()));
  const indexes = new Map(
    models.map((model) => [
      model.collection.name,
      model.schema
        .indexes()
        .map(([keys, { name }]): DictionaryIndex => ({ name: String(name), keys: Object.keys(keys) })),
    ]),
  );
  return renderDictionary({ collections: COLLECTIONS, indexes });
}
