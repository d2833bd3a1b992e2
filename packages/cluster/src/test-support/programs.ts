import { fileURLToPath } from 'node:url';
import type { Programs } from '../local/containers/start-container.ts';

/** The services as their source is: Node.js strips the types, so that no test needs a build. */
export const programs: Programs = {
  notesApi: fileURLToPath(new URL('../../../../apps/notes-api/src/main.ts', import.meta.url)),
};
