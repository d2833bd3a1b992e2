import {
  closeOnSignal,
  createHealth,
  createLogger,
  exitOnError,
  exitOnSignalWhileStarting,
  listen,
} from '@persistence-lab/service';
import { createApp } from './app.ts';
import { loadNotesConfig } from './config.ts';
import { runMaintenanceCommand } from './maintenance-command.ts';
import { openStore } from './stores/open-store.ts';

await runMaintenanceCommand(process.argv.slice(2));
const config = loadNotesConfig();
const logger = createLogger('notes-api', config);
exitOnError(logger);
const started = exitOnSignalWhileStarting(logger);

const store = await openStore(config, logger);
const health = createHealth({ probe: store.ready });
const app = createApp({ config, logger, health, store });
const server = await listen(app, config);

closeOnSignal({
  server,
  health,
  logger,
  drain: config.shutdownDrain,
  deadline: config.shutdownDeadline,
  close: store.close,
});
started();
logger.info({ address: server.address(), store: config.store }, 'listening');
