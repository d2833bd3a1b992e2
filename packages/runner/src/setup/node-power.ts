import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodePowerSwitch } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { formatDuration, type Text, UserError } from '@persistence-lab/language';

/**
 * Command templates by cluster tool. {node} is the name of the node and {cluster} that of the context. {action} is "off"
 * or "on"; a template can name other words for them, off first: {action:stop|start}.
 */
export const nodePowerPresets: Readonly<Record<string, string>> = {
  // minikube names the context after its profile and accepts full node names
  minikube: 'minikube --profile {cluster} node {action:stop|start} {node}',
  // nodes are containers of the same name; kill, because a stopped node has time to write
  kind: 'docker {action:kill|start} {node}',
  k3d: 'docker {action:kill|start} {node}',
};

const placeholder = /\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g;
const safeName = /^[a-zA-Z0-9]([-a-zA-Z0-9._@:]*[a-zA-Z0-9])?$/;
const commandTimeout = 120_000;
const maxOutputLines = 3;

/** A node could not be switched. The message ends with the output, a summary does not. */
export class NodePowerError extends ClusterError {
  readonly summary: Text;
  /** The last lines that the command wrote, at most three. */
  readonly output: readonly string[];

  constructor(summary: Text, output = '') {
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    const lastLines = lines.slice(-maxOutputLines);
    const withOutput = (text: string) => [text, ...lastLines].join('\n');
    super('refused', { en: withOutput(summary.en), 'pt-BR': withOutput(summary['pt-BR']) });
    this.name = 'NodePowerError';
    this.summary = summary;
    this.output = lastLines;
  }
}

/**
 * The template of a preset, or the given template.
 * @throws UserError if the template lacks {node} or {action}, or has an unknown placeholder
 */
export function nodePowerTemplate(presetOrTemplate: string): string {
  const template = nodePowerPresets[presetOrTemplate] ?? presetOrTemplate;
  const names = [...template.matchAll(placeholder)].map(([, name]) => name);
  const unknown = names.find((name) => !['action', 'node', 'cluster'].includes(name ?? ''));
  if (unknown === undefined && names.includes('action') && names.includes('node')) return template;
  const presets = Object.keys(nodePowerPresets).join(', ');
  throw new UserError({
    en: `--node-power "${presetOrTemplate}" is neither one of ${presets} nor a command with {action} and {node}, such as "docker {action:kill|start} {node}".`,
    'pt-BR': `--node-power "${presetOrTemplate}" não é ${presets} nem um comando com {action} e {node}, como "docker {action:kill|start} {node}".`,
  });
}

/**
 * The shell command that switches a node.
 * @throws NodePowerError for a name that a shell might interpret
 */
export function nodePowerCommand(template: string, action: 'off' | 'on', node: string, cluster: string): string {
  return template.replaceAll(placeholder, (_, name: string, off?: string, on?: string) => {
    if (name === 'action') return (action === 'off' ? off : on) ?? action;
    const value = name === 'node' ? node : cluster;
    if (!safeName.test(value))
      throw new NodePowerError({
        en: `Unsafe node or cluster name: "${value}" is not put into a shell command.`,
        'pt-BR': `Nome de nó ou de cluster inseguro: "${value}" não é colocado em um comando do shell.`,
      });
    return value;
  });
}

/**
 * A switch that runs a shell command for each node.
 * @param timeout milliseconds until the command is killed
 */
export function createNodePower(template: string, cluster: string, timeout: number = commandTimeout): NodePowerSwitch {
  return async (node, action) => {
    const command = nodePowerCommand(template, action, node, cluster);
    const { code, output, timedOut } = await runShell(command, timeout);
    if (code === 0) return;
    const failure = timedOut ? notEnded(timeout) : code === null ? killedBySignal : exitedWith(code);
    const summary = {
      en: `Could not switch ${action} ${node}: "${command}" ${failure.en}.`,
      'pt-BR': `Não foi possível ${action === 'off' ? 'desligar' : 'ligar'} ${node}: "${command}" ${failure['pt-BR']}.`,
    };
    throw new NodePowerError(summary, output);
  };
}

const exitedWith = (code: number): Text => ({
  en: `exited with code ${code}`,
  'pt-BR': `terminou com o código ${code}`,
});

const killedBySignal: Text = { en: 'was ended by a signal', 'pt-BR': 'foi encerrado por um sinal' };

const notEnded = (timeout: number): Text => ({
  en: `did not end within ${formatDuration(timeout, 'en')} and was stopped; run it yourself to see why`,
  'pt-BR': `não terminou em ${formatDuration(timeout, 'pt-BR')} e foi interrompido; execute-o você mesmo para ver o motivo`,
});

interface ShellResult {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly output: string;
  readonly timedOut: boolean;
}

// The output goes to a file, because processes that the command leaves in the background may continue to write to it.
async function runShell(command: string, timeout: number): Promise<ShellResult> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-node-power-'));
  try {
    await using output = await open(join(folder, 'output'), 'a+');
    // detached, so that Ctrl-C does not interrupt the switch
    const child = spawn(command, { shell: true, stdio: ['ignore', output.fd, output.fd], detached: true });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      process.kill(-child.pid!, 'SIGKILL'); // the process group: a shell waits for its children
    }, timeout);
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const [code] = await ended.finally(() => clearTimeout(timer));
    return { code, output: (await readFile(join(folder, 'output'), 'utf8')).slice(-2_000), timedOut };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
