import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Cluster } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { CannotRun } from '@persistence-lab/language';
import { buildServicePrograms, projectRoot } from '@persistence-lab/runner/service-programs';
import { createNodePower, nodePowerPresets, nodePowerTemplate } from '@persistence-lab/runner/node-power';

/** Which cluster a command means, and who switches its nodes. */
export interface ClusterOptions {
  readonly driver?: 'kubernetes' | 'local';
  readonly context?: string;
  readonly nodePower?: string;
  readonly folder: string;
  /** Of a local cluster; only a new one can be given them. */
  readonly nodes?: number;
}

export interface OpenedCluster {
  readonly cluster: Cluster;
  /** Somebody can switch its nodes. */
  readonly hasPower: boolean;
}

/** Adds the options that say which cluster is meant. */
export function addClusterOptions(command: Command): Command {
  const drivers = new Option(
    '--driver <name>',
    'kubernetes, or local: processes and folders of this machine; kubernetes by default where there is a kubeconfig',
  );
  return command
    .addOption(drivers.choices(['kubernetes', 'local']))
    .option('--context <name>', 'of the kubeconfig; its current one by default')
    .option(
      '--node-power <command>',
      `switches nodes: ${Object.keys(nodePowerPresets).join(', ')}, or a command with {action} ("off", "on"; for other words ` +
        '{action:stop|start}) and {node}',
    )
    .option('--folder <dir>', 'where the local driver keeps everything', join(projectRoot, '.lab', 'cluster'))
    .option('--nodes <n>', 'of a new local cluster: 1 to 9; 3 by default', nodeCount);
}

/**
 * Opens the cluster that the options mean. Without a word about the driver it is the kubeconfig's; only where there is no
 * kubeconfig at all it is the local one, and `remark` is told so: a cluster that cannot be reached is an error.
 */
export async function openCluster(options: ClusterOptions, remark: (text: string) => void): Promise<OpenedCluster> {
  if (options.driver === 'local') return openSimulation(options, remark);
  try {
    return await openReal(options);
  } catch (error) {
    const isFree = options.driver === undefined && options.context === undefined && options.nodePower === undefined;
    if (!(isFree && error instanceof ClusterError && error.code === 'no-kubeconfig')) throw error;
    remark('There is no kubeconfig: using --driver local, which simulates a cluster on this machine.');
    return openSimulation(options, remark);
  }
}

// both drivers are loaded when they are needed: the client of Kubernetes alone takes half a second
async function openReal({ context, nodePower }: ClusterOptions): Promise<OpenedCluster> {
  const template = nodePower === undefined ? undefined : nodePowerTemplate(nodePower);
  const { openKubernetes, contextName } = await import('@persistence-lab/cluster');
  const name = contextName(context);
  const powerFromCommand = (command: string) => createNodePower(command, name);
  const by =
    template === undefined
      ? { powerFromCommand }
      : { powerFromCommand, power: powerFromCommand(template), powerCommand: template };
  return { cluster: await openKubernetes({ context, ...by }), hasPower: template !== undefined };
}

function nodeCount(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new InvalidArgumentError('It is not a number from 1 to 9.');
  return Number(text);
}

async function openSimulation(
  { folder, nodes }: ClusterOptions,
  remark: (text: string) => void,
): Promise<OpenedCluster> {
  const { openLocal } = await import('@persistence-lab/cluster/local');
  const cluster = await openLocal({ folder, nodes, programs: await buildServicePrograms() });
  const has = cluster.nodes().length;
  if (nodes !== undefined && has !== nodes) {
    await cluster.close();
    throw new CannotRun(
      `The cluster in ${folder} has ${has} nodes, not ${nodes}: give another --folder, or remove it.`,
    );
  }
  for (const reason of cluster.unavailable) remark(reason);
  return { cluster, hasPower: true };
}
