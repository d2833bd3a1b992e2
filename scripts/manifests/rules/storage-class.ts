import { label, type Manifest } from '../manifest.ts';

/** Only overlays know the cluster: nothing below them names a storage class. ('' is no class: it asks for none.) */
export function storageClassProblems(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) =>
    namedClasses(manifest).map((name) => `${label(manifest)}: names the storage class ${name}: that is for overlays`),
  );
}

function namedClasses(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'storageClassName' ? (item === '' ? [] : [String(item)]) : namedClasses(item),
  );
}
