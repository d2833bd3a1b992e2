export { reference } from './write-pages.ts';
