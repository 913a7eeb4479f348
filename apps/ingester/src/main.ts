import { runService } from '@tdp/service';
import { configSchema, secrets } from './config';
import { createIngester } from './ingester';

void runService({ service: 'ingester', schema: configSchema, secrets, process, build: createIngester });
