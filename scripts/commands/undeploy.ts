// Delete everything that an overlay deployed, including the data
import { undeploy } from '@persistence-lab/deploy';

await undeploy(process.argv.slice(2));
