export { freePort, portIsFree } from './ports.ts';
export { openPostgres } from './postgres/postgres.ts';
export { commandLine, endProcess, processIdentity } from './process/process-identity.ts';
export { findRedisServer, openRedis, type Appendfsync } from './redis.ts';
export { launch, type Exit, type LaunchedProcess } from './process/launched-process.ts';
export type { LocalServer } from './local-server.ts';
