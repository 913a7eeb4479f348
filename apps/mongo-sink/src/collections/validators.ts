import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import { isForbidden } from '../mongo-faults';
import { COLLECTIONS, type CollectionDescription } from '../write-models/collections';
import { toJsonSchema, type JsonSchema, type JsonSchemaExtent } from '../write-models/json-schema';

/** By this a validator is known to be the sink's own, of whatever release. */
const OURS = 'mongo-sink: ';

const schemasOf = (extentOf: (one: CollectionDescription) => JsonSchemaExtent) =>
  new Map(
    COLLECTIONS.map((one) => [one.name, toJsonSchema(one.schema, `${OURS}${one.name}`, extentOf(one))]),
  ) as ReadonlyMap<string, JsonSchema>;

/** All that is described of the documents of each collection, by its name. */
export const WHOLE_SCHEMAS = schemasOf(() => 'whole');

/** What the server looks at with each write. */
export const VALIDATORS = schemasOf(({ isBusy }) => (isBusy === true ? 'core' : 'whole'));

/** With what a collection is created: `readWrite` may do that, and may not change a validator later. */
export function creationOptions(name: string): Readonly<mongo.CreateCollectionOptions> {
  const validator = wantedValidator(name);
  return validator === null ? {} : { validator, ...WARNS };
}

/**
 * What became of a validator. `foreign`: it is somebody else's, and was left as it is; `forbidden`: there is none, or an
 * old one, and the user may not change that.
 */
export type SettledValidator = 'created' | 'updated' | 'unchanged' | 'foreign' | 'forbidden';

const WARNS = { validationLevel: 'strict', validationAction: 'warn' } as const;

function wantedValidator(name: string): mongo.Document | null {
  const schema = VALIDATORS.get(name);
  return schema === undefined ? null : { $jsonSchema: schema };
}

interface ListedCollection {
  readonly options?: { readonly validator?: mongo.Document };
}

/**
 * Sets the validator of a collection that has none, or has that of another release. What the server does with a document
 * that does not fit is said once: `warn`; an operator who wants it refused sets `validationAction: 'error'`, and that
 * stays. Idempotent, also beside other replicas.
 */
export async function settleValidator(
  db: mongo.Db,
  { name }: Pick<CollectionDescription, 'name'>,
): Promise<SettledValidator> {
  const [listed] = (await db.listCollections({ name }).toArray()) as readonly ListedCollection[];
  const present = listed?.options?.validator ?? {};
  const wanted = wantedValidator(name);
  if (isDeepStrictEqual(present, wanted)) {
    return 'unchanged';
  }
  const isNew = Object.keys(present).length === 0;
  if (!isNew && !isOurs(present)) {
    return 'foreign';
  }
  try {
    await db.command({ collMod: name, validator: wanted, ...(isNew && WARNS) });
    return isNew ? 'created' : 'updated';
  } catch (error) {
    if (isForbidden(error)) {
      return 'forbidden';
    }
    throw error;
  }
}

function isOurs(validator: mongo.Document): boolean {
  const schema = validator['$jsonSchema'] as JsonSchema | undefined;
  return schema?.title?.startsWith(OURS) === true;
}
