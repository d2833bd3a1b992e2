import { type Request, Router } from 'express';
import { createFillFault } from './fill-fault.ts';
import type { Health } from './health.ts';
import type { Logger } from './logger.ts';
import { createMemoryFault } from './memory-fault.ts';
import { invalidParameters } from './problem.ts';

// What a shell shows of a process that SIGABRT ended. Numbered 1, it would ignore a real one.
const crashCode = 134;

type FaultParts = { health: Health; logger: Logger; dataFolder: string | undefined };

/** Ways to break this process on purpose. Mounted only with FAULTS_ENABLED. */
export function faultRoutes({ health, logger, dataFolder }: FaultParts): Router {
  const router = Router();
  router.post('/faults/crash', () => {
    // No clean-up, no flush, no answer: that is the point.
    process.exit(crashCode);
  });
  router.post('/faults/hang', (request, response) => {
    const seconds = amountOf(request, 'seconds');
    logger.warn({ seconds: seconds ?? 'for ever' }, 'fault: hang');
    response.once('finish', () => blockEventLoop(seconds ?? Infinity));
    response.status(202).json({ hanging: seconds ?? 'for ever' });
  });
  // Without seconds it is a switch: unready until asked again.
  router.post('/faults/unready', (request, response) => {
    const seconds = amountOf(request, 'seconds') ?? (health.faulted ? 0 : Infinity);
    health.fault(seconds * 1000);
    logger.warn({ unready: health.faulted }, 'fault: unready');
    response.json({ unready: health.faulted });
  });
  router.use(memoryRoutes(logger));
  return dataFolder === undefined ? router : router.use(fillRoutes(dataFolder, logger));
}

/** Without bytes it ends the process, at once and without an answer; what it takes with bytes it keeps. */
function memoryRoutes(logger: Logger): Router {
  const { take, exhaust } = createMemoryFault();
  return Router().post('/faults/oom', async (request, response) => {
    const bytes = amountOf(request, 'bytes');
    if (bytes === undefined) return exhaust();
    take(bytes);
    logger.warn({ bytes }, 'fault: oom');
    response.json({ taken: bytes });
  });
}

/** `?bytes=` limits it: where the volume is the node's own disk, filling it all fills the node. */
function fillRoutes(dataFolder: string, logger: Logger): Router {
  const { fill, release } = createFillFault(dataFolder);
  return Router()
    .post('/faults/fill', async (request, response) => {
      const filled = await fill(amountOf(request, 'bytes') ?? Infinity);
      logger.warn(filled, 'fault: fill');
      response.json(filled);
    })
    .delete('/faults/fill', async (_request, response) => {
      await release();
      response.status(204).end();
    });
}

function amountOf(request: Request, parameter: string): number | undefined {
  const given = request.query[parameter];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^\d{1,15}$/.test(given)) return Number(given);
  throw invalidParameters([{ path: [parameter], message: 'Must be a whole number' }]);
}

function blockEventLoop(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}
