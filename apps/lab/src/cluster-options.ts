import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { Cluster } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { type Language, type Text, UserError } from '@persistence-lab/language';
import { createNodePower, nodePowerPresets, nodePowerTemplate } from '@persistence-lab/runner/node-power';
import { buildServicePrograms, projectRoot } from '@persistence-lab/runner/service-programs';
import { wholeNumber } from './option-values.ts';

/** The cluster that a command works on, and how its nodes are switched. */
export interface ClusterOptions {
  readonly driver?: 'kubernetes' | 'local';
  readonly context?: string;
  readonly nodePower?: string;
  readonly folder: string;
  /** Number of nodes of a new simulated cluster. */
  readonly nodes?: number;
}

export interface OpenedCluster {
  readonly cluster: Cluster;
  /** Whether the nodes can be switched off and on. */
  readonly hasPower: boolean;
}

const texts = {
  driver: {
    en: 'kubernetes, or local: a cluster simulated by processes and folders (default: kubernetes if there is a kubeconfig)',
    'pt-BR':
      'kubernetes, ou local: um cluster simulado por processos e pastas (padrão: kubernetes, se houver kubeconfig)',
  },
  context: {
    en: 'Kubeconfig context (default: the current one)',
    'pt-BR': 'Contexto do kubeconfig (padrão: o atual)',
  },
  nodePower: {
    en: `How to switch nodes: ${Object.keys(nodePowerPresets).join(', ')}, or a command with {node} and {action}, which is off or on; {action:stop|start} uses other words`,
    'pt-BR': `Como ligar e desligar nós: ${Object.keys(nodePowerPresets).join(', ')}, ou um comando com {node} e {action}, que é off ou on; {action:stop|start} usa outras palavras`,
  },
  folder: { en: 'Folder of the simulated cluster', 'pt-BR': 'Pasta do cluster simulado' },
  nodes: {
    en: 'Nodes of a new simulated cluster, 1 to 9 (default: 3)',
    'pt-BR': 'Nós de um novo cluster simulado, de 1 a 9 (padrão: 3)',
  },
  noKubeconfig: {
    en: 'There is no kubeconfig: using --driver local, which simulates a cluster on this machine.',
    'pt-BR': 'Não há kubeconfig: usando --driver local, que simula um cluster nesta máquina.',
  },
} as const satisfies Record<string, Text>;

/** Adds the options that choose the cluster. */
export function addClusterOptions(command: Command, language: Language): Command {
  return command
    .addOption(new Option('--driver <name>', texts.driver[language]).choices(['kubernetes', 'local']))
    .option('--context <name>', texts.context[language])
    .option('--node-power <command>', texts.nodePower[language])
    .addOption(
      new Option('--folder <dir>', texts.folder[language]).default(
        join(projectRoot, '.lab', 'cluster'),
        '.lab/cluster',
      ),
    )
    .option('--nodes <n>', texts.nodes[language], wholeNumber(1, 9, language));
}

/**
 * Opens the cluster of the options. Without --driver it is the kubeconfig's; only if there is no kubeconfig at all it
 * is the simulated one, which `remark` reports: an unreachable cluster is an error.
 */
export async function openCluster(
  options: ClusterOptions,
  language: Language,
  remark: (text: string) => void,
): Promise<OpenedCluster> {
  if (options.driver === 'local') return openSimulation(options, language, remark);
  try {
    return await openReal(options);
  } catch (error) {
    const isUnspecified =
      options.driver === undefined && options.context === undefined && options.nodePower === undefined;
    if (!(isUnspecified && error instanceof ClusterError && error.code === 'no-kubeconfig')) throw error;
    remark(texts.noKubeconfig[language]);
    return openSimulation(options, language, remark);
  }
}

// Drivers are loaded on demand: the Kubernetes client alone takes half a second.
async function openReal({ context, nodePower }: ClusterOptions): Promise<OpenedCluster> {
  const template = nodePower === undefined ? undefined : nodePowerTemplate(nodePower);
  const { openKubernetes, contextName } = await import('@persistence-lab/cluster');
  const name = contextName(context);
  const powerFromCommand = (command: string) => createNodePower(command, name);
  const by = { powerFromCommand, ...(template && { power: powerFromCommand(template), powerCommand: template }) };
  return { cluster: await openKubernetes({ context, ...by }), hasPower: template !== undefined };
}

async function openSimulation(
  { folder, nodes }: ClusterOptions,
  language: Language,
  remark: (text: string) => void,
): Promise<OpenedCluster> {
  const { openLocal } = await import('@persistence-lab/cluster/local');
  const cluster = await openLocal({ folder, nodes, programs: await buildServicePrograms() });
  const present = cluster.nodes().length;
  if (nodes !== undefined && present !== nodes) {
    await cluster.close();
    throw new UserError({
      en: `The cluster in ${folder} has ${present} nodes, not ${nodes}: choose another --folder, or delete that one.`,
      'pt-BR': `O cluster em ${folder} tem ${present} nós, e não ${nodes}: escolha outro --folder ou apague esse.`,
    });
  }
  for (const reason of cluster.unavailable) remark(reason[language]);
  return { cluster, hasPower: true };
}
