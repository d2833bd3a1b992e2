import { allContainers, label, type Manifest, podOwners } from '../manifest.ts';

const secretName = /password|passwd|token|secret|api_?key/i;

/** No password is in git: the cluster creates the Secrets, and pods mount them as files. */
export function secretProblems(manifests: readonly Manifest[]): string[] {
  return [...manifests.flatMap(inManifest), ...podOwners(manifests).flatMap(inEnvironment)];
}

function inManifest(manifest: Manifest): string[] {
  if (manifest.kind === 'Secret') return [`${label(manifest)}: Secrets must not be in the manifests`];
  if (manifest.kind !== 'ConfigMap') return [];
  return Object.entries(manifest.data ?? {})
    .filter(
      ([key, value]) => (secretName.test(key) && !key.endsWith('_FILE') && !key.includes('.')) || hasUrlPassword(value),
    )
    .map(([key]) => `${label(manifest)}: ${key} looks like a password`);
}

function inEnvironment({ manifest, pod }: ReturnType<typeof podOwners>[number]): string[] {
  return allContainers(pod).flatMap(({ name, env }) =>
    (env ?? [])
      .filter((variable) => variable.valueFrom?.secretKeyRef || isPassword(variable.name, variable.value))
      .map(
        (variable) => `${label(manifest)}: container ${name}: ${variable.name} contains a password: mount it as a file`,
      ),
  );
}

const isPassword = (name: string, value: string | undefined) =>
  value !== undefined && ((secretName.test(name) && !name.endsWith('_FILE')) || hasUrlPassword(value));

const hasUrlPassword = (text: string) => /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:[^\s@/]+@/.test(text);
