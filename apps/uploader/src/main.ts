import {
  closeOnSignal,
  createHealth,
  createLogger,
  createMetrics,
  exitOnError,
  exitOnSignalWhileStarting,
  listen,
} from '@persistence-lab/service';
import { createApp } from './app.ts';
import { loadUploaderConfig } from './config.ts';
import { runFolderCommand } from './folder-command.ts';
import { openStorage } from './open-storage.ts';

await runFolderCommand(process.argv.slice(2));
const config = loadUploaderConfig();
const logger = createLogger('uploader', config);
exitOnError(logger);
const started = exitOnSignalWhileStarting(logger);

const metrics = createMetrics();
const { store, uploads, close } = await openStorage(config, logger, metrics);
const health = createHealth({ probe: store.ready });
const app = createApp({ config, logger, health, store, uploads, metrics });
const server = await listen(app, config);
// An upload may take hours; STALL_TIMEOUT ends those that stall.
server.requestTimeout = 0;

closeOnSignal({
  server,
  health,
  logger,
  drain: config.shutdownDrain,
  deadline: config.shutdownDeadline,
  close,
});
started();
logger.info({ address: server.address(), folder: config.dataDir }, 'listening');
