import { notesOpenApi } from '@persistence-lab/api';
import { Router } from 'express';

/** `/openapi.json`. Generated on request, so that an unused document takes up no memory. */
export function openApiRoutes(): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(notesOpenApi());
  });
  return router;
}
