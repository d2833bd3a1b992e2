// The baseline of packages/service: Express 5 and express.json(), nothing else.
import express from 'express';
import { address, echo } from './route.ts';

const app = express();
app.get('/readyz', (_request, response) => void response.json({ ready: true }));
app.post('/v1/notes', express.json(), echo);
app.listen(address.port, address.host);
process.on('SIGTERM', () => process.exit());
