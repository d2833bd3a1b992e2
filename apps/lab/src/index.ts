export { endWhenSaid, forgiveGoneReaders } from './output.ts';
export { runProgram } from './program.ts';
