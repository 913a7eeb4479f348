import { runService } from '@tdp/service';
import { configSchema } from './config';
import { createMongoSink } from './mongo-sink';

void runService({
  service: 'mongo-sink',
  schema: configSchema,
  secrets: ['MONGODB_URI'],
  process,
  build: createMongoSink,
});
