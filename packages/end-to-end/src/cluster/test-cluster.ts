import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFailure } from '@persistence-lab/checks';
import { openKubernetes, type Cluster } from '@persistence-lab/cluster';
import { createCommand, parse, root, runCommand } from '@persistence-lab/command-line';
import { checkReady, rememberState } from './cluster-state.ts';
import { readCounts, reportFile } from './report.ts';

const description = `Run the end-to-end tests on the cluster of the current kubeconfig context, and restore what they change. Arguments are those of vitest: the name of a file, or -t with a part of a test's name.`;

const environment = `
Environment:
  NODE_POWER='COMMAND {action} {node}'  Command that switches a node off and on (default: skip those tests)
  SOAK=5m                               Duration of the soak test (default: 20s)
  UPLOAD_MIB=1024                       Size of the long upload (default: 512)`;

/** `npm run test:cluster`. */
export async function testCluster(args: readonly string[]): Promise<void> {
  const command = createCommand('npm run test:cluster --', description)
    .argument('[vitest arguments...]')
    .allowUnknownOption()
    .addHelpText('after', environment);
  await runCommand(async (signal) => {
    parse(command, args);
    const cluster = await openKubernetes();
    try {
      await checkReady(cluster);
      process.exitCode = await runAndRestore(cluster, args, signal);
    } finally {
      await cluster.close();
    }
  });
}

async function runAndRestore(cluster: Cluster, args: readonly string[], signal: AbortSignal): Promise<number> {
  const restore = rememberState(cluster);
  try {
    await rm(reportFile, { force: true });
    await runVitest(args, signal);
  } finally {
    await restore();
  }
  const { passed, failed, failures, skipped } = await readCounts();
  if (skipped.length > 0) console.log(`${skipped.length} skipped, each with its reason above`);
  for (const failure of failures) console.log(describeFailure(failure));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function runVitest(args: readonly string[], signal: AbortSignal): Promise<number | null> {
  const config = join(import.meta.dirname, 'vitest.config.ts');
  const child = spawn('vitest', ['run', '--config', config, ...args], { cwd: root, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGINT'));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}
