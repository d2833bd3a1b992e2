export { deploy } from './deploy.ts';
export { undeploy } from './undeploy.ts';
