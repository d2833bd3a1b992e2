// Write docs/configuration.md and docs/report.md from their schemas
import { reference } from '@persistence-lab/reference';

await reference(process.argv.slice(2));
