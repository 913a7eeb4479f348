import { mongoConfigShape } from '@tdp/service';
import { z } from 'zod';

/** Settings of the commands: which database, and how it is reached. */
export const configSchema = z.object({
  ...mongoConfigShape,
  /** Of `export --pseudonymise`; pseudonyms of files that are made with one key are the same. */
  EXPORT_PSEUDONYM_KEY: z.string().min(32, 'must be 32 characters or more').optional(),
  /** Of `bi-extract --publish`: the server, the site in its address, the project, and a personal access token. */
  TABLEAU_URL: z.url({ protocol: /^https?$/ }).optional(),
  TABLEAU_SITE: z.string().default(''),
  TABLEAU_PROJECT: z.string().default('default'),
  TABLEAU_TOKEN_NAME: z.string().optional(),
  TABLEAU_TOKEN_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('warn'),
});

export type BiConfig = z.infer<typeof configSchema>;
