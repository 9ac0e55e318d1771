import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { modelDefinitionJsonSchema } from '../lib/domain/definition/model-definition.ts';

const path = fileURLToPath(new URL('../models/model-definition.schema.json', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));

writeFileSync(path, `${JSON.stringify(modelDefinitionJsonSchema(), null, 2)}\n`);
execFileSync(biome, ['format', '--write', path], { stdio: 'inherit' });
