export { flushAndExit, ignoreBrokenPipe } from './output.ts';
export { runProgram } from './program.ts';
