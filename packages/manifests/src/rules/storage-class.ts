import { label, type Manifest } from '../manifest.ts';

/** Only an overlay knows the cluster and so its storage classes. The class '' is allowed: it means no class. */
export function storageClassProblems(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) =>
    namedClasses(manifest).map((name) => `${label(manifest)}: names the storage class ${name}: only overlays may`),
  );
}

function namedClasses(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'storageClassName' ? (item === '' ? [] : [String(item)]) : namedClasses(item),
  );
}
