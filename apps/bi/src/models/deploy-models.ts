import type { Table } from '@tdp/bi';
import type { Db, Document } from 'mongodb';
import { planModels, type Existing, type Found, type TablePlan } from './plan';

/** Where Trino's MongoDB connector looks up the columns of a table. */
export const SCHEMA_COLLECTION = '_schema';

/** What the tables need that the database does not have; changes nothing. @throws Error, see planModels */
export async function planOf(database: Db, tables: readonly Table[]): Promise<readonly TablePlan[]> {
  return planModels(tables, await look(database));
}

/**
 * Makes the database have the views and what Trino is told about them. Running it again changes nothing; a view that is
 * replaced is never missing.
 */
export async function deployModels(database: Db, plans: readonly TablePlan[]): Promise<void> {
  for (const { name, view, schema, viewChange, writesSchema } of plans) {
    const definition = { viewOn: view.collection, pipeline: [...view.pipeline] as Document[] };
    if (viewChange === 'create') {
      await database.createCollection(name, definition);
    } else if (viewChange === 'replace') {
      await database.command({ collMod: name, ...definition });
    }
    if (writesSchema) {
      // Trino may have guessed one before, in a document of its own: what is asked is by the table's name.
      await database
        .collection(SCHEMA_COLLECTION)
        .updateOne({ table: name }, { $set: { ...schema } }, { upsert: true });
    }
  }
}

async function look(database: Db): Promise<Found> {
  const collections = await database.listCollections().toArray();
  const schemas = await database.collection(SCHEMA_COLLECTION).find().toArray();
  return {
    collections: new Map(
      collections.map(({ name, type, options }: Document): [string, Existing] => [
        String(name),
        { type: type === 'view' ? 'view' : 'collection', ...(options as Document) },
      ]),
    ),
    schemas: new Map(schemas.map((schema) => [String(schema['table']), schema])),
  };
}
