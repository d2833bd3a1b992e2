import type { V1Container } from '@kubernetes/client-node';
import type { Variable } from '@persistence-lab/config';
import { label, type Manifest, podOwners } from '../manifest.ts';

/** The variables that an app reads, by their names. */
export type AppVariables = ReadonlyMap<string, Variable<unknown>>;

/** Every variable of our own containers is one that the app reads, with a value that it accepts. */
export function environmentProblems(manifests: readonly Manifest[], apps: ReadonlyMap<string, AppVariables>): string[] {
  return podOwners(manifests).flatMap(({ manifest, pod }) =>
    pod.containers.flatMap((container) => {
      const variables = apps.get(container.name);
      if (variables === undefined) return [];
      return settings(container, manifest, manifests)
        .flatMap(([name, value]) => problemOf(variables, name, value))
        .map((problem) => `${label(manifest)}: container ${container.name}: ${problem}`);
    }),
  );
}

type Setting = [name: string, value: string | undefined];

function settings(container: V1Container, manifest: Manifest, manifests: readonly Manifest[]): Setting[] {
  const shared = (container.envFrom ?? []).flatMap(({ configMapRef }) => {
    const map = manifests.find(
      ({ kind, metadata }) =>
        kind === 'ConfigMap' &&
        metadata.name === configMapRef?.name &&
        metadata.namespace === manifest.metadata.namespace,
    );
    return Object.entries(map?.data ?? {});
  });
  return [...shared, ...(container.env ?? []).map(({ name, value }): Setting => [name, value])];
}

function problemOf(variables: AppVariables, name: string, value: string | undefined): string[] {
  if (name.endsWith('_FILE') && variables.has(name.slice(0, -'_FILE'.length))) return [];
  const variable = variables.get(name);
  if (variable === undefined) return [`${name} is no variable of it`];
  // Only the cluster knows what comes from a field of the pod or refers to another variable.
  if (value === undefined || value.includes('$(')) return [];
  return variable.parse(value) === undefined ? [`${name} is "${value}": expected ${variable.expected}`] : [];
}
