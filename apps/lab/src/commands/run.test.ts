import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runProgram } from '../program.ts';
import { start } from '../test-support/processes.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'lab-run-test-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** Runs a command line in this process and collects its output. */
async function lab(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const output: string[] = [];
  const errors: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => output.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0),
    vi.spyOn(console, 'log').mockImplementation((text: string) => void output.push(`${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text: string) => void errors.push(`${text}\n`)),
  ];
  const before = process.exitCode;
  try {
    const code = await runProgram(args);
    return { code, output: output.join(''), errors: errors.join('') };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

it.each(['run', 'restore', 'notes'])('shows the help of %s with examples', async (command) => {
  const { code, output } = await lab(command, '--help');
  expect(code).toBe(0);
  expect(output).toMatch(/Examples?:\n {2}lab /);
});

it.each([
  [['run', '--notes', '0'], 'Expected a whole number from 1 to 9999999.'],
  [['run', '--deadline', '90'], 'Expected a duration such as 90s or 2m.'],
  [['run', '--driver', 'docker'], 'Allowed choices are kubernetes, local.'],
  [['run', '--json', '-', '--html', '-'], 'Only one of'],
  [['run', '--json', '/nowhere/at/all.json'], '/nowhere/at/all.json cannot be written'],
  [['run', '--baseline', '/nowhere.json'], '/nowhere.json cannot be read'],
  [['run', '--predict'], 'it needs a terminal'],
  [['notes'], "missing required argument 'subject'"],
])('rejects %j in one sentence', async (args, sentence) => {
  vi.stubEnv('KUBECONFIG', '/dev/null');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, errors } = await lab(...args);
  expect(code).toBe(2);
  expect(errors).toContain(sentence);
  expect(errors).not.toMatch(/^ {4}at /m);
});

it('rejects a node power command without a placeholder for the node', async () => {
  const { code, errors } = await lab('run', '--driver', 'kubernetes', '--node-power', 'reboot');
  expect(code).toBe(2);
  expect(errors).toContain('neither one of minikube, kind, k3d nor a command');
});

it('reports an unreachable cluster in one line', async () => {
  const config = join(await folder(), 'kubeconfig');
  const cluster = { server: 'https://127.0.0.1:65535', 'insecure-skip-tls-verify': true };
  const kubeconfig = JSON.stringify({
    clusters: [{ name: 'gone', cluster }],
    users: [{ name: 'me', user: {} }],
    contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'me' } }],
    'current-context': 'gone',
  });
  await writeFile(config, kubeconfig);
  vi.stubEnv('KUBECONFIG', config);
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const command of [['run'], ['restore'], ['notes', 'notes-pvc']]) {
    const { code, errors } = await lab(...command);
    expect(code).toBe(2);
    expect(errors).toContain('cannot be reached (ECONNREFUSED)');
    expect(errors.trim().split('\n')).toHaveLength(1);
  }
});

it('restores the cluster when its output is closed, as by head', async () => {
  const data = await folder();
  const selection = ['--kinds', 'emptydir', '--notes', '20', '--events', 'pod-delete,rollout,scale-zero'];
  const run = start('scripts/commands/lab.ts', ['run', '--driver', 'local', '--folder', data, ...selection], {});
  const errors = text(run.child.stderr);
  await once(run.child.stdout, 'data');
  run.child.stdout.destroy();
  expect(await run.ended).toEqual([130, null]);
  expect(await errors).toBe('');
  expect(existsSync(join(data, 'run.json'))).toBe(false);
});

it('runs on the simulated cluster, writes reports, compares with an earlier one, and restores everything', async () => {
  const data = await folder();
  const simulated = ['--driver', 'local', '--folder', join(data, 'cluster')];
  const [json, html] = [join(data, 'run.json'), join(data, 'run.html')];
  const selection = ['--kinds', 'emptydir', '--notes', '30'];
  const first = await lab('run', ...simulated, ...selection, '--events', 'pod-delete', '--json', json, '--html', html);
  expect(first).toMatchObject({ code: 0 });
  expect(first.output).toContain('notes-emptydir pod-delete: lost; 0 of');
  expect(first.output).toContain('1 cell: 1 as expected');
  expect(first.output + first.errors).not.toContain('\u001b');
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ cells: [{ verdict: 'lost', asExpected: true }] });
  expect(await readFile(html, 'utf8')).toContain('<!doctype html>');

  const second = await lab('run', ...simulated, ...selection, '--events', 'oom', '--json', '-', '--baseline', json);
  expect(JSON.parse(second.output)).toMatchObject({ cells: [{ event: 'oom', verdict: 'survived' }], leftovers: [] });
  expect(second.errors).toContain('Compared with');

  expect(await lab('restore', ...simulated)).toMatchObject({ code: 0, output: 'There is nothing to restore.\n' });
  const posted = await lab('notes', 'notes-emptydir', '--post', 'milk', '--list', '--limit', '1', ...simulated);
  expect(posted.output).toMatch(
    /acknowledged by notes-emptydir-\w+ \(node-\d\)\n.+\n.+\n.+\n.+: milk {2}\(notes-emptydir/,
  );
});
