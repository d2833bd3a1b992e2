import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  createNodePower,
  nodePowerCommand,
  NodePowerError,
  nodePowerPresets,
  nodePowerTemplate,
} from './node-power.ts';

it.each([
  ['switch {action} {node}', 'switch off node-2', 'switch on node-2'],
  ['docker {action:kill|start} {node}', 'docker kill node-2', 'docker start node-2'],
  [
    nodePowerPresets['minikube']!,
    'minikube --profile home node stop node-2',
    'minikube --profile home node start node-2',
  ],
])('creates the commands of %s', (template, off, on) => {
  expect(nodePowerCommand(nodePowerTemplate(template), 'off', 'node-2', 'home')).toBe(off);
  expect(nodePowerCommand(nodePowerTemplate(template), 'on', 'node-2', 'home')).toBe(on);
});

it.each(Object.keys(nodePowerPresets))('has a valid preset for %s', (preset) => {
  expect(nodePowerTemplate(preset)).toBe(nodePowerPresets[preset]);
});

it.each(['vagrant', 'switch {node}', 'switch {action}', 'switch {action} {node} {zone}'])(
  'rejects the template "%s"',
  (template) => {
    expect(() => nodePowerTemplate(template)).toThrow('neither one of minikube, kind, k3d nor a command');
  },
);

it.each(['$(reboot)', 'a b', 'a;b', '-rf', "a'b", ''])(
  'never puts the unsafe name "%s" into a shell command',
  (node) => {
    expect(() => nodePowerCommand('switch {action} {node}', 'off', node, 'home')).toThrow(
      'Unsafe node or cluster name',
    );
    expect(() => nodePowerCommand('switch {action} {node} {cluster}', 'off', 'a', node)).toThrow(
      'Unsafe node or cluster name',
    );
  },
);

it('ends the error with the output of the failed command', async () => {
  const power = createNodePower('echo "no such machine: {node} {action}" >&2; exit 3', 'home');
  await expect(power('node-2', 'off')).rejects.toThrow(/exited with code 3\.\nno such machine: node-2 off$/);
});

it('cuts long output to its last three lines that are not empty, and leaves it out of the summary', async () => {
  const power = createNodePower(
    "printf 'Usage:\\n  a\\n\\n  b\\n\\nunknown option\\n\\n'; : {node} {action}; exit 1",
    'home',
  );
  const error = await power('node-2', 'off').catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(NodePowerError);
  const { output, summary } = error as NodePowerError;
  expect(output).toEqual(['  a', '  b', 'unknown option']);
  expect(summary.en).toMatch(/^Could not switch off node-2: "printf .*" exited with code 1\.$/);
  expect(summary['pt-BR']).toMatch(/^Não foi possível desligar node-2: "printf .*" terminou com o código 1\.$/);
});

it('kills a command that does not end, with all its child processes', async () => {
  const power = createNodePower('echo "asking {node} to go {action}"; sleep 600 & echo $!; wait', 'home', 1_000);
  const error = await power('node-2', 'off').catch((failure: Error) => failure);
  expect(String(error)).toMatch(/did not end within 1 s and was stopped; run it yourself to see why\.\nasking node-2/);
  const sleeper = Number(/\d+$/.exec(String(error))?.[0]);
  await expect.poll(() => isAlive(sleeper)).toBe(false);
});

it('lets background processes of the command run on and write output', async () => {
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

// a dead process stays listed as a zombie (Z) until it is reaped
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}
