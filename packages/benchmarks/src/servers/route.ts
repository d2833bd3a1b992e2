import type { RequestHandler } from 'express';

/** Answers with the body of the request. */
export const echo: RequestHandler = (request, response) => {
  response.status(201).json(request.body);
};

/** Where the benchmark expects the server. */
export const address = { host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT']) };
