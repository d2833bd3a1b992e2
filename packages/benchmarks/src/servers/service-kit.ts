// The same route in packages/service, with its defaults: request ids, logs, metrics, headers.
import { loadConfig } from '@persistence-lab/config';
import {
  createHealth,
  createLogger,
  createService,
  jsonBody,
  listen,
  serviceVariables,
} from '@persistence-lab/service';
import { Router } from 'express';
import { echo } from './route.ts';

const config = loadConfig(serviceVariables);
const logger = createLogger('service-kit', config);
const routes = [Router().post('/v1/notes', jsonBody(1 << 20), echo)];
await listen(createService({ config, logger, health: createHealth(), routes }), config);
process.on('SIGTERM', () => process.exit());
