import { filesOpenApi } from '@persistence-lab/api';
import { Router } from 'express';

/** `/openapi.json`, made when it is asked for. */
export function openApiRoutes(): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(filesOpenApi());
  });
  return router;
}
