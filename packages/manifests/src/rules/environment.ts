import type { V1Container } from '@kubernetes/client-node';
import type { FindApp } from '../app.ts';
import { label, type Manifest, podOwners } from '../manifest.ts';

/** Every variable of an app's container is one that the app reads, with a value that it accepts. */
export function environmentProblems(manifests: readonly Manifest[], findApp: FindApp): string[] {
  return podOwners(manifests).flatMap(({ manifest, pod }) =>
    pod.containers.flatMap((container) => {
      const app = findApp(container.name);
      if (app === undefined) return [];
      const { names, values } = settingsOf(container, manifest, manifests);
      const unknown = names
        .filter((name) => !app.variables.has(name))
        .map((name) => `${name} is not a variable of the app`);
      // The app would find a variable missing whose value only the cluster knows.
      const refused = app.problemsOf(values).filter((problem) => !isAboutOther(problem, names, values));
      return [...unknown, ...refused].map((problem) => `${label(manifest)}: container ${container.name}: ${problem}`);
    }),
  );
}

/** The variables of a container, and the values that the manifests themselves contain. */
type Settings = { names: string[]; values: Record<string, string> };

function settingsOf(container: V1Container, manifest: Manifest, manifests: readonly Manifest[]): Settings {
  const shared = (container.envFrom ?? []).flatMap(({ configMapRef }) => {
    const map = manifests.find(
      ({ kind, metadata }) =>
        kind === 'ConfigMap' &&
        metadata.name === configMapRef?.name &&
        metadata.namespace === manifest.metadata.namespace,
    );
    return Object.entries(map?.data ?? {}).map(([name, value]) => ({ name, value }));
  });
  const variables = [...shared, ...(container.env ?? [])];
  const known = variables.filter(({ name, value }) => value && !value.includes('$(') && !name.endsWith('_FILE'));
  return {
    // X_FILE names a file that holds X.
    names: variables.map(({ name }) => name.replace(/_FILE$/, '')),
    values: Object.fromEntries(known.map(({ name, value }) => [name, value as string])),
  };
}

function isAboutOther(problem: string, names: string[], values: Record<string, string>): boolean {
  const name = problem.split(':', 1)[0] as string;
  return names.includes(name) && !(name in values);
}
