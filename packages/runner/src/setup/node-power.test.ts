import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createNodePower, nodePowerCommand, nodePowerPresets, nodePowerTemplate } from './node-power.ts';

it.each([
  ['switch {action} {node}', 'switch off node-2', 'switch on node-2'],
  ['docker {action:kill|start} {node}', 'docker kill node-2', 'docker start node-2'],
  [
    nodePowerPresets['minikube']!,
    'minikube --profile home node stop node-2',
    'minikube --profile home node start node-2',
  ],
])('makes commands of %s', (template, off, on) => {
  expect(nodePowerCommand(nodePowerTemplate(template), 'off', 'node-2', 'home')).toBe(off);
  expect(nodePowerCommand(nodePowerTemplate(template), 'on', 'node-2', 'home')).toBe(on);
});

it.each(Object.keys(nodePowerPresets))('knows %s', (preset) => {
  expect(nodePowerTemplate(preset)).toBe(nodePowerPresets[preset]);
});

it.each(['vagrant', 'switch {node}', 'switch {action}', 'switch {action} {node} {zone}'])(
  'refuses "%s"',
  (template) => {
    expect(() => nodePowerTemplate(template)).toThrow('neither one of minikube, kind, k3d nor a command');
  },
);

it.each(['$(reboot)', 'a b', 'a;b', '-rf', "a'b", ''])('never puts the name "%s" into a command line', (node) => {
  expect(() => nodePowerCommand('switch {action} {node}', 'off', node, 'home')).toThrow('is no name');
  expect(() => nodePowerCommand('switch {action} {node} {cluster}', 'off', 'a', node)).toThrow('is no name');
});

it('tells what a failing command said', async () => {
  const power = createNodePower('echo "no such machine: {node} {action}" >&2; exit 3', 'home');
  await expect(power('node-2', 'off')).rejects.toThrow(/ended with 3:\nno such machine: node-2 off$/);
});

it('stops a command that does not end, with all that it has started', async () => {
  const power = createNodePower('echo "asking {node} to go {action}"; sleep 600 & echo $!; wait', 'home', 1_000);
  const error = await power('node-2', 'off').catch((failure: Error) => failure);
  expect(String(error)).toMatch(/was stopped: it had not ended within 1 s; run it by hand to see why:\nasking node-2/);
  const sleeper = Number(/\d+$/.exec(String(error))?.[0]);
  await expect.poll(() => isAlive(sleeper)).toBe(false);
});

it('does not wait for what the command leaves running, nor break its output', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-node-power-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const goOn = join(folder, 'go-on');
  const wrote = join(folder, 'wrote');
  const background = `(until test -e ${goOn}; do sleep 0.05; done; echo hello && touch ${wrote}) & : {node} {action}`;
  await createNodePower(background, 'home')('a', 'on');
  expect(existsSync(wrote)).toBe(false);
  await createNodePower(`touch ${goOn}; until test -e ${wrote}; do sleep 0.05; done; : {node} {action}`, 'home')(
    'a',
    'on',
  );
});

// a dead process whose parent is gone may stay in the list, with nobody to bury it: Z
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}
