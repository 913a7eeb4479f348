import { runService } from '@tdp/service';
import { configSchema, secrets } from './config';
import { createIngester } from './ingester';
import { CREDENTIAL_SETTINGS } from './x/credentials';

/** Where credentials came from, to see when they are replaced there. */
const credentialFiles = Object.fromEntries(
  CREDENTIAL_SETTINGS.map((name) => [name, process.env[`${name}_FILE`]]),
);

void runService({
  service: 'ingester',
  schema: configSchema,
  secrets,
  process,
  build: (deps) => createIngester(deps, credentialFiles),
});
