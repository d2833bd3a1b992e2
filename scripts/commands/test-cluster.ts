// Run the end-to-end tests on the current cluster, and restore what they change
import { testCluster } from '@persistence-lab/end-to-end';

await testCluster(process.argv.slice(2));
