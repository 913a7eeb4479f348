import { runService } from '@tdp/service';
import { configSchema } from './config';
import { createRollup } from './rollup';

void runService({
  service: 'rollup',
  schema: configSchema,
  secrets: ['MONGODB_URI'],
  process,
  build: createRollup,
});
