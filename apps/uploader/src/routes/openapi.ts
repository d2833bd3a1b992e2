import { filesOpenApi } from '@persistence-lab/api';
import { Router } from 'express';

/** `GET /openapi.json`, generated on request. */
export function openApiRoutes(): Router {
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(filesOpenApi());
  });
  return router;
}
