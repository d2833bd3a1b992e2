import { runFromSource } from './run-from-source.ts';

await runFromSource('uploader');
