import { basename } from 'node:path';
import { runChild } from './child.mjs';

/** Runs npm, the one that started us when there is one, and resolves with its exit code. */
export function runNpm(args, options, started) {
  const own = process.env.npm_execpath ?? '';
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
  if (basename(own) === 'npm-cli.js')
    return runChild(process.execPath, [own, ...args, ...quiet], process.env, options, started);
  return runChild('npm', [...args, ...quiet], process.env, options, started);
}
