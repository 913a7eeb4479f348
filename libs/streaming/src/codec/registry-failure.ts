import { errorMessage, PipelineError, speaksTls, tlsFailure } from '@tdp/service';
import type { RegistryAnswer, RegistryHttp } from './registry-http';

/** The registry's own number for what it refuses, e.g. 40401: no such subject; null when it gave none. */
export function registryCode({ body }: RegistryAnswer): number | null {
  const isObject = typeof body === 'object' && body !== null;
  return isObject && 'error_code' in body && typeof body.error_code === 'number' ? body.error_code : null;
}

/** The registry's own words. */
export function registryWords({ body }: RegistryAnswer): string {
  const isObject = typeof body === 'object' && body !== null;
  return isObject && 'message' in body ? String(body.message) : '';
}

/**
 * The error for an answer that is not what was asked for.
 *
 * @param doing - a gerund: "looking up subject x"
 * @param patient - whether a refused login is waited out, as at run time
 */
export function refusal(
  answer: RegistryAnswer,
  { address, login }: RegistryHttp,
  doing: string,
  patient = false,
): PipelineError {
  const { status } = answer;
  const server = `${doing}: the schema registry at ${address}`;
  if (status === 401) {
    const how =
      login === null
        ? 'demands a login; set SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD, or SCHEMA_REGISTRY_BEARER_TOKEN'
        : `refused the login as ${login}`;
    return new PipelineError('REGISTRY_UNAUTHORIZED', `${server} ${how} (HTTP 401)`, { retriable: patient });
  }
  if (status === 403) {
    const message = `${server} does not allow it to ${login ?? 'somebody who does not log in'} (HTTP 403)`;
    return new PipelineError('REGISTRY_UNAUTHORIZED', message, { retriable: patient });
  }
  if (status === 404 && registryCode(answer) === null) {
    const message = `${server} has nothing there (HTTP 404); check the path in SCHEMA_REGISTRY_URL`;
    return new PipelineError('REGISTRY_UNAVAILABLE', message, { retriable: patient });
  }
  const words = registryWords(answer);
  const message = `${server} answered HTTP ${status}${words === '' ? '' : `: ${words}`}`;
  return new PipelineError('REGISTRY_UNAVAILABLE', message, { retriable: patient || isPassing(status) });
}

/** Proxies and registries under load; what we asked is at fault for the others. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/** The error for a request that got no answer: away, or not what the settings say it is. */
export async function unreachable(
  error: unknown,
  { address }: RegistryHttp,
  doing: string,
  patient = false,
): Promise<PipelineError> {
  const server = `${doing}: the schema registry at ${address}`;
  const tls = tlsFailure(error);
  if (tls !== null) {
    return new PipelineError('REGISTRY_UNAUTHORIZED', `${server}: ${tls}`, {
      cause: error,
      retriable: patient,
    });
  }
  const { hostname, port } = new URL(`http://${address}`);
  if (isHangUp(error) && (await speaksTls(hostname, Number(port || 443)))) {
    const message = `${server} speaks TLS; write https:// in SCHEMA_REGISTRY_URL`;
    return new PipelineError('REGISTRY_UNAUTHORIZED', message, { cause: error, retriable: patient });
  }
  return new PipelineError('REGISTRY_UNAVAILABLE', `${server}: ${errorMessage(error)}`, {
    cause: error,
    retriable: true,
  });
}

const isHangUp = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code) === 'ECONNRESET';
