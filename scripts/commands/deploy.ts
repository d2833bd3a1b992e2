// Build the images, deploy an overlay to the current cluster, and print how to reach the services
import { deploy } from '@persistence-lab/deploy';

await deploy(process.argv.slice(2));
