import { type Request, Router } from 'express';
import { createFillFault } from './fill-fault.ts';
import type { Health } from '../health/health.ts';
import type { Logger } from '../process/logger.ts';
import { createMemoryFault } from './memory-fault.ts';
import { invalidParameters } from '../problems/problem.ts';

// The exit code that a shell reports after SIGABRT. Process 1 would ignore the signal itself.
const crashCode = 134;

type FaultOptions = { health: Health; logger: Logger; dataFolder: string | undefined };

/** Routes that break this process on purpose. Mounted only with FAULTS_ENABLED. */
export function faultRoutes({ health, logger, dataFolder }: FaultOptions): Router {
  const router = Router();
  router.post('/faults/crash', () => {
    // A crash must neither clean up nor flush nor answer.
    process.exit(crashCode);
  });
  router.post('/faults/hang', (request, response) => {
    const seconds = readAmount(request, 'seconds');
    logger.warn({ seconds: seconds ?? 'for ever' }, 'fault: hang');
    response.once('finish', () => blockEventLoop(seconds ?? Infinity));
    response.status(202).json({ hanging: seconds ?? 'for ever' });
  });
  // Without seconds the fault toggles: the service stays unready until the next request.
  router.post('/faults/unready', (request, response) => {
    const seconds = readAmount(request, 'seconds') ?? (health.forcedUnready ? 0 : Infinity);
    health.forceUnready(seconds * 1000);
    logger.warn({ unready: health.forcedUnready }, 'fault: unready');
    response.json({ unready: health.forcedUnready });
  });
  router.use(memoryRoutes(logger));
  return dataFolder === undefined ? router : router.use(fillRoutes(dataFolder, logger));
}

/** With bytes it allocates them for good; without, it exhausts the memory, which kills the process without a response. */
function memoryRoutes(logger: Logger): Router {
  const { allocate, exhaust } = createMemoryFault();
  return Router().post('/faults/oom', async (request, response) => {
    const bytes = readAmount(request, 'bytes');
    if (bytes === undefined) return exhaust();
    allocate(bytes);
    logger.warn({ bytes }, 'fault: oom');
    response.json({ taken: bytes });
  });
}

/** `?bytes=` limits the fault: a volume on the node's own disk shares its space with the whole node. */
function fillRoutes(dataFolder: string, logger: Logger): Router {
  const { fill, release } = createFillFault(dataFolder);
  return Router()
    .post('/faults/fill', async (request, response) => {
      const filled = await fill(readAmount(request, 'bytes') ?? Infinity);
      logger.warn(filled, 'fault: fill');
      response.json(filled);
    })
    .delete('/faults/fill', async (_request, response) => {
      await release();
      response.status(204).end();
    });
}

function readAmount(request: Request, parameter: string): number | undefined {
  const given = request.query[parameter];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^\d{1,15}$/.test(given)) return Number(given);
  throw invalidParameters([{ path: [parameter], message: 'Must be a whole number' }]);
}

function blockEventLoop(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}
