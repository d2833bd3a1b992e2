import { basename } from 'node:path';
import { runChild } from './child.mjs';

/** Runs npm, preferably the one that runs this script, and resolves with its exit code. */
export function runNpm(args, options, onStart) {
  const current = process.env.npm_execpath ?? '';
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
  if (basename(current) === 'npm-cli.js')
    return runChild(process.execPath, [current, ...args, ...quiet], process.env, options, onStart);
  return runChild('npm', [...args, ...quiet], process.env, options, onStart);
}
