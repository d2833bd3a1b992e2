import type { RequestHandler } from 'express';

/** What both servers answer: the body that came, as an API that keeps nothing would. */
export const echo: RequestHandler = (request, response) => {
  response.status(201).json(request.body);
};

/** The harness waits for it on both. */
export const address = { host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT']) };
