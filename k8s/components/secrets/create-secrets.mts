// Creates each Secret named on the command line with a random password, unless it exists.
// Runs as a Job in the cluster. Imports only Node.js modules, because it is mounted from a ConfigMap.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const account = process.env['SERVICE_ACCOUNT_DIR'] ?? '/var/run/secrets/kubernetes.io/serviceaccount';
const token = readFileSync(`${account}/token`, 'utf8').trim();
const namespace = readFileSync(`${account}/namespace`, 'utf8').trim();

function apiServer(): string {
  const host = process.env['KUBERNETES_SERVICE_HOST'] ?? 'kubernetes.default.svc';
  const port = process.env['KUBERNETES_SERVICE_PORT'] ?? '443';
  return process.env['API_SERVER'] ?? `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Creates without asking first: of two Jobs at once one gets a 409, and no existing password is replaced. */
async function createSecret(name: string): Promise<string> {
  const response = await fetch(`${apiServer()}/api/v1/namespaces/${namespace}/secrets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(10_000),
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, labels: { 'app.kubernetes.io/part-of': 'persistence-lab' } },
      stringData: { password: randomBytes(24).toString('base64url') },
    }),
  });
  const answer = await response.text();
  if (response.status === 201) return 'created';
  if (response.status === 409) return 'already exists, unchanged';
  throw new Error(`the API server answered ${response.status}: ${answer}`);
}

let failed = false;
for (const name of process.argv.slice(2)) {
  try {
    console.log(`secret ${namespace}/${name}: ${await createSecret(name)}`);
  } catch (error) {
    failed = true;
    console.error(`secret ${namespace}/${name}: not created:`, error);
  }
}
process.exitCode = failed ? 1 : 0;
