import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../../k8s/components/secrets/create-secrets.mts', import.meta.url));

type Created = { metadata: { name: string }; stringData: { password: string } };

/** A stub of the API server: answers the POST of a Secret with 201 for a new name and 409 for an existing one. */
let secrets: Map<string, Created>;
let forcedStatus: number | undefined;
let server: Server;
let account: string;

beforeEach(async () => {
  secrets = new Map();
  forcedStatus = undefined;
  account = await mkdtemp(join(tmpdir(), 'account-'));
  await writeFile(join(account, 'token'), 'the-token\n');
  await writeFile(join(account, 'namespace'), 'lab');
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.close();
  await rm(account, { recursive: true });
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isExpected =
    request.url === '/api/v1/namespaces/lab/secrets' && request.headers.authorization === 'Bearer the-token';
  const secret = JSON.parse(await text(request)) as Created;
  const { name } = secret.metadata;
  const status = forcedStatus ?? (isExpected ? (secrets.has(name) ? 409 : 201) : 403);
  if (status === 201) secrets.set(name, secret);
  response.writeHead(status).end('{"kind":"Status"}');
}

async function createSecrets(...names: string[]): Promise<{ code: number | null; output: string }> {
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [script, ...names], {
    env: { API_SERVER: `http://127.0.0.1:${port}`, SERVICE_ACCOUNT_DIR: account },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, output: out + error };
}

const password = (name: string) => secrets.get(name)?.stringData.password;

test('creates missing Secrets, each with its own password, which is never printed', async () => {
  const { code, output } = await createSecrets('postgres', 'redis');
  expect(code).toBe(0);
  expect(password('postgres')).toMatch(/^[\w-]{32}$/);
  expect(password('redis')).not.toBe(password('postgres'));
  expect(output).not.toContain(password('postgres'));
});

test('does not change existing Secrets and creates the others', async () => {
  await createSecrets('postgres');
  const before = password('postgres');
  const { code, output } = await createSecrets('postgres', 'redis');
  expect(code).toBe(0);
  expect(password('postgres')).toBe(before);
  expect(password('redis')).toBeDefined();
  expect(output).toContain('lab/postgres: already exists');
});

test('succeeds twice when two Jobs run at the same time, and only one creates', async () => {
  const both = await Promise.all([createSecrets('postgres'), createSecrets('postgres')]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.filter(({ output }) => output.includes('created'))).toHaveLength(1);
});

test.each([403, 500])('fails, so that the Job retries, when the API server answers %i', async (status) => {
  forcedStatus = status;
  const { code, output } = await createSecrets('postgres', 'redis');
  expect(code).toBe(1);
  expect(output).toContain(`the API server answered ${status}`);
});
