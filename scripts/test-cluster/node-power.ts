import { shell } from '../deploy/run-command.ts';
import { fillTemplate } from '../deploy/template.ts';

export type NodePower = (node: string, action: 'off' | 'on') => Promise<void>;

/** The words of the command, where they are not `off` and `on`: `{action:kill|start}`. */
const ownWords = /\{action:([\w-]+)\|([\w-]+)\}/g;

/** The shell command that a template gives for one node: `CMD {action} {node}` or `CMD {action:kill|start} {node}`. */
export function powerCommand(template: string, node: string, action: 'off' | 'on'): string {
  const worded = template.replaceAll(ownWords, (_, off: string, on: string) => (action === 'off' ? off : on));
  return fillTemplate(worded, { action, node });
}

/** Switches nodes by the command in NODE_POWER; undefined when the environment has none. */
export function nodePower(template = process.env['NODE_POWER']): NodePower | undefined {
  return template ? (node, action) => shell(powerCommand(template, node, action)) : undefined;
}
