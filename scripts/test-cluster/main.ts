// Runs the end-to-end tests against the cluster of the current kubeconfig, and puts back what they changed; NODE_POWER='CMD {action} {node}' lets them switch nodes off and on
import { openKubernetes, type Cluster } from '@persistence-lab/cluster';
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { runScript } from '../deploy/run-script.ts';
import { root } from '../deploy/run-command.ts';
import { checkReady, rememberState } from './cluster-state.ts';
import { describeFailure } from '../test/summary.ts';
import { readCounts, reportFile } from './report.ts';

await runScript(async (signal) => {
  const cluster = await openKubernetes();
  try {
    await checkReady(cluster);
    process.exitCode = await runAndRestore(cluster, signal);
  } finally {
    await cluster.close();
  }
});

async function runAndRestore(cluster: Cluster, signal: AbortSignal): Promise<number> {
  const restore = rememberState(cluster);
  try {
    await rm(reportFile, { force: true });
    await runVitest(process.argv.slice(2), signal);
  } finally {
    await restore();
  }
  const { passed, failed, failures, skipped } = await readCounts();
  if (skipped.length > 0) console.log(`${skipped.length} skipped, each for the reason told above`);
  for (const failure of failures) console.log(describeFailure(failure));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** Extra arguments go to vitest: a file's name, or -t with a part of a test's name. */
function runVitest(args: string[], signal: AbortSignal): Promise<number | null> {
  const config = ['--config', 'scripts/test-cluster/vitest.config.ts'];
  const child = spawn('vitest', ['run', ...config, ...args], { cwd: root, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGINT'));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}
