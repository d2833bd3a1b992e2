export { benchmarks } from './run-benchmarks.ts';
