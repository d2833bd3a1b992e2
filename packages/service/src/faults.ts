import { type Request, Router } from 'express';
import type { Health } from './health.ts';
import type { Logger } from './logger.ts';
import { problem } from './problem.ts';

/** Fills the data folder until its disk is full, for so many seconds or for good; says what it did. */
export type Fill = (seconds: number | undefined) => Promise<object>;

// What a shell shows of a process that SIGABRT ended. Numbered 1, it would ignore a real one.
const crashCode = 134;

/** Ways to break this process on purpose. Mounted only with FAULTS_ENABLED. */
export function faultRoutes({ health, logger, fill }: { health: Health; logger: Logger; fill?: Fill }): Router {
  const router = Router();
  router.post('/faults/crash', () => {
    // No clean-up, no flush, no answer: that is the point.
    process.exit(crashCode);
  });
  router.post('/faults/hang', (request, response) => {
    const seconds = secondsOf(request);
    logger.warn({ seconds: seconds ?? 'for ever' }, 'fault: hang');
    response
      .once('finish', () => blockEventLoop(seconds))
      .status(202)
      .json({ hanging: seconds ?? 'for ever' });
  });
  router.post('/faults/unready', (request, response) => {
    const seconds = secondsOf(request);
    health.fault(health.faulted && seconds === undefined ? 0 : (seconds ?? Infinity) * 1000);
    logger.warn({ unready: health.faulted, seconds }, 'fault: unready');
    response.json({ unready: health.faulted });
  });
  if (fill) {
    router.post('/faults/fill', async (request, response) => {
      const seconds = secondsOf(request);
      logger.warn({ seconds: seconds ?? 'for ever' }, 'fault: fill');
      response.json(await fill(seconds));
    });
  }
  return router;
}

function secondsOf(request: Request): number | undefined {
  const given = request.query['seconds'];
  if (given === undefined) return undefined;
  const seconds = typeof given === 'string' && given !== '' ? Number(given) : Number.NaN;
  if (seconds >= 0 && seconds <= 86_400) return seconds;
  throw problem(400, 'invalid-parameters', 'A parameter is not valid', 'seconds must be a number from 0 to 86400');
}

function blockEventLoop(seconds: number | undefined): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, (seconds ?? Infinity) * 1000);
}
