// Run notes and uploads in a simulated cluster on this machine
import { start } from '@persistence-lab/start';

await start(process.argv.slice(2));
