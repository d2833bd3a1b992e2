import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodePowerSwitch } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { CannotRun } from '@persistence-lab/language';

/**
 * Command lines that switch a node, each a template: {node} is the node's name, {cluster} the context's, and {action} is
 * "off" or "on"; where a command has words of its own they stand behind a colon, off first: {action:stop|start}.
 */
export const nodePowerPresets: Readonly<Record<string, string>> = {
  // a context of minikube has the name of its profile; the nodes have full names
  minikube: 'minikube --profile {cluster} node {action:stop|start} {node}',
  // the nodes are containers of the same names; kill, because a node that is stopped has time to write
  kind: 'docker {action:kill|start} {node}',
  k3d: 'docker {action:kill|start} {node}',
};

const placeholder = /\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g;
const safeName = /^[a-zA-Z0-9]([-a-zA-Z0-9._@:]*[a-zA-Z0-9])?$/;

/**
 * A preset's template, or the text itself.
 * @throws CannotRun when it does not say which node, or what to do with it
 */
export function nodePowerTemplate(text: string): string {
  const template = nodePowerPresets[text] ?? text;
  const names = [...template.matchAll(placeholder)].map(([, name]) => name);
  const unknown = names.find((name) => !['action', 'node', 'cluster'].includes(name ?? ''));
  if (unknown !== undefined || !names.includes('action') || !names.includes('node'))
    throw new CannotRun(
      `--node-power "${text}" is neither one of ${Object.keys(nodePowerPresets).join(', ')} nor a command with {action} and ` +
        `{node}, such as "docker {action:kill|start} {node}".`,
    );
  return template;
}

/** The command line of one switch. Names go to a shell: one that could mean something to it is refused. */
export function nodePowerCommand(template: string, action: 'off' | 'on', node: string, cluster: string): string {
  return template.replaceAll(placeholder, (_, name: string, off?: string, on?: string) => {
    if (name === 'action') return (action === 'off' ? off : on) ?? action;
    const value = name === 'node' ? node : cluster;
    if (!safeName.test(value)) throw new ClusterError('refused', `"${value}" is no name to put into a command line.`);
    return value;
  });
}

/** Milliseconds that a command may take. */
const timeout = 120_000;

/** Switches nodes by a command; what the command said is told when it fails, or does not end. */
export function createNodePower(template: string, cluster: string, limit: number = timeout): NodePowerSwitch {
  return async (node, action) => {
    const command = nodePowerCommand(template, action, node, cluster);
    const { code, said, late } = await shell(command, limit);
    if (code === 0) return;
    const ended = code === null ? 'was ended by a signal' : `ended with ${code}`;
    const how = late ? `was stopped: it had not ended within ${limit / 1_000} s; run it by hand to see why` : ended;
    throw new ClusterError('refused', `Switching ${action} ${node}: "${command}" ${how}${said && `:\n${said}`}`);
  };
}

// Its output goes to a file: what it leaves running in the background may keep writing there, and must not fail at it.
async function shell(command: string, limit: number): Promise<{ code: number | null; said: string; late: boolean }> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-node-power-'));
  try {
    await using output = await open(join(folder, 'output'), 'a+');
    // a group of its own: Ctrl-C must not leave a node half switched
    const child = spawn(command, { shell: true, stdio: ['ignore', output.fd, output.fd], detached: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid!, 'SIGKILL'); // the group: a shell waits for what it has started
    }, limit);
    const ended = once(child, 'exit') as Promise<[number | null]>;
    const [code] = await ended.finally(() => clearTimeout(timer));
    return { code, said: (await readFile(join(folder, 'output'), 'utf8')).trim().slice(-2_000), late };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
