import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

/** X's own description of its API. It is not part of this repository, but may lie beside it. */
const DOCUMENT = join(__dirname, '../../../../shared/x-api/openapi.json');

/** Whether responses can be checked against X's description here. */
export const hasOpenApi = existsSync(DOCUMENT);

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

function createValidator() {
  const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Document;
  // Not strict: OpenAPI has keywords, such as `example` and `discriminator`, that JSON Schema lacks.
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true, validateFormats: true }));
  ajv.addSchema(document, 'openapi');

  return (method: string, path: string, status: number, body: unknown): string[] => {
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (!operation) {
      return [`the description has no ${method} ${path}`];
    }
    // X answers some requests with a 2xx of its own where the description lists 200 only.
    const success =
      status < 300 ? Object.keys(operation.responses).find((code) => code.startsWith('2')) : undefined;
    const code = String(status) in operation.responses ? String(status) : (success ?? 'default');
    const types = Object.keys(operation.responses[code]?.content ?? {});
    if (types.length === 0) {
      return [`the description has no body for ${method} ${path} with ${status}`];
    }
    const failures = types.map((type) => {
      const pointer = ['paths', path, method.toLowerCase(), 'responses', code, 'content', type, 'schema'];
      const schema = { $ref: `openapi#/${pointer.map(escapePointer).map(encodeURIComponent).join('/')}` };
      ajv.validate(schema, body);
      return (ajv.errors ?? []).map(
        ({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is wrong'}`,
      );
    });
    return failures.find((errors) => errors.length === 0) ?? failures[0] ?? [];
  };
}

let validator: ReturnType<typeof createValidator> | undefined;

/**
 * What X's OpenAPI document has against a response: nothing if it is empty. `path` is the template, such as
 * `/2/users/{id}`. Check {@link hasOpenApi} first.
 */
export function validateAgainstOpenApi(
  method: string,
  path: string,
  status: number,
  body: unknown,
): string[] {
  validator ??= createValidator();
  return validator(method, path, status, body);
}
