// Run the simulated cluster of start from the sources, and restart a service when a source file of it changes
import { dev } from '@persistence-lab/start';

await dev(process.argv.slice(2));
