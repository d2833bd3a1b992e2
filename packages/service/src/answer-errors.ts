import type { ErrorRequestHandler } from 'express';
import type { Logger } from './logger.ts';
import { requestIdOf } from './observe-requests.ts';
import { problemOf } from './problem-of.ts';
import { sendProblem } from './problem.ts';

/** Turns every error into a problem document, and logs those that are the service's own with their stack. */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const problem = problemOf(error);
    const requestId = requestIdOf(response);
    // The client went away in the middle of an answer: nobody's fault, nobody to tell.
    if (response.destroyed) return void logger.debug({ requestId, err: error }, 'client went away');
    // A problem that was thrown as such says it all; the stack of any other error is for the log alone.
    if (error === problem) logger.debug({ requestId, type: problem.type, status: problem.status }, problem.message);
    else if (problem.status >= 500) logger.error({ requestId, err: error }, problem.title);
    // Half an answer is out already: cutting it off is the only way to say that the rest is missing.
    if (response.headersSent) return void response.destroy();
    sendProblem(response, problem);
  };
}
