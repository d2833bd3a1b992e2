import { notesOpenApi } from '@persistence-lab/api';
import { Router } from 'express';

/** `/openapi.json`. Made when it is asked for: a service that nobody asks does not hold it. */
export function openApiRoutes(): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(notesOpenApi());
  });
  return router;
}
