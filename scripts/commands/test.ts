// Run every check that needs no cluster: format, lint, types, tests, manifests, the local matrix
import { checks } from '@persistence-lab/checks';

await checks(process.argv.slice(2));
