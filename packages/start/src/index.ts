export { dev, start } from './start.ts';
