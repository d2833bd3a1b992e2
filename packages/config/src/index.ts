export { parseDuration, parseSize } from './amounts.ts';
export { describeVariables, type VariableRow } from './describe-variables.ts';
export { editDistance } from './edit-distance.ts';
export { duration, flag, integer, oneOf, port, secret, size, text, url } from './kinds.ts';
export { loadConfig } from './load-config.ts';
export { type Environment, readEnvironment, type Reading, type Setting } from './read-environment.ts';
export type { Config, Variable, Variables } from './variable.ts';
