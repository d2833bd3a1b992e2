import { setImmediate } from 'node:timers/promises';
import { loadConfig } from '@persistence-lab/config';
import { Router } from 'express';
import {
  closeOnSignal,
  createHealth,
  createLogger,
  createService,
  exitOnError,
  jsonBody,
  listen,
  serviceVariables,
} from '../index.ts';

// A minimal service, for tests that need a separate process.
const config = loadConfig(serviceVariables);
const logger = createLogger('test', config);
exitOnError(logger);

const routes = Router()
  .post('/echo', jsonBody(1_000_000), (request, response) => void response.json(request.body))
  .get('/held', async (_request, response) => {
    logger.info('held');
    while (server.listening) await setImmediate();
    response.json({ held: 'until the server stopped listening' });
  })
  .get('/stuck', () => logger.info('stuck'))
  .get('/throw-later', () => void process.nextTick(() => JSON.parse('{')))
  .get('/reject-later', () => void Promise.reject(new Error('rejected without a handler')));

const health = createHealth();
const app = createService({ config, logger, health, routes: [routes] });
const server = await listen(app, config);
closeOnSignal({
  server,
  health,
  logger,
  drain: config.shutdownDrain,
  deadline: config.shutdownDeadline,
  close: async () => logger.info('the store is closed'),
});
logger.info({ address: server.address() }, 'listening');
