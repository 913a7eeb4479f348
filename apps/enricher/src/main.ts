import { runService } from '@tdp/service';
import { configSchema } from './config';
import { createEnricher } from './enricher';

void runService({ service: 'enricher', schema: configSchema, secrets: [], process, build: createEnricher });
