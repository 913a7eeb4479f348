import { Type } from 'avsc';
import type { AvroSchema } from '@tdp/contracts';
import { errorMessage } from '@tdp/service';

/**
 * Says which versions of a schema (oldest first) cannot read each other's records, in
 * either direction and over any distance: the rule FULL_TRANSITIVE of schema registries.
 */
export function findIncompatibilities(versions: readonly AvroSchema[]): readonly string[] {
  const types = versions.map((schema) => Type.forSchema(schema as Parameters<typeof Type.forSchema>[0]));
  return types.flatMap((reader, readerIndex) =>
    types.flatMap((writer, writerIndex) => {
      if (readerIndex === writerIndex) {
        return [];
      }
      try {
        reader.createResolver(writer);
        return [];
      } catch (error) {
        const reason = errorMessage(error);
        return [`version ${readerIndex + 1} cannot read records of version ${writerIndex + 1}: ${reason}`];
      }
    }),
  );
}
