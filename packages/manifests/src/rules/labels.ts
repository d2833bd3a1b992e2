import { isWorkload, label, type Manifest, podTemplate } from '../manifest.ts';

const partOf = 'app.kubernetes.io/part-of';
const always = ['app.kubernetes.io/name', 'app.kubernetes.io/component', partOf];
const onlySubjects = ['app.kubernetes.io/instance', 'persistence-lab/kind'];

/** Every object has the labels that the lab and `kubectl get -l` select by. */
export function labelProblems(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((manifest) => {
    const template = podTemplate(manifest)?.metadata?.labels;
    return [
      ...wrongLabels(manifest).map((problem) => `${label(manifest)}: ${problem}`),
      ...wrongTemplate(manifest, template).map((problem) => `${label(manifest)}: its pods: ${problem}`),
    ];
  });
}

function wrongLabels(manifest: Manifest): string[] {
  const labels = manifest.metadata.labels ?? {};
  const expected = isWorkload(manifest) || manifest.kind === 'Service' ? required(labels) : [partOf];
  return missing(expected, labels);
}

function wrongTemplate(manifest: Manifest, template: Record<string, string> | undefined): string[] {
  if (!isWorkload(manifest)) return [];
  const own = manifest.metadata.labels ?? {};
  const labels = template ?? {};
  const different = Object.keys(labels).filter((key) => own[key] !== undefined && own[key] !== labels[key]);
  return [...missing(required(own), labels), ...different.map((key) => `label ${key} differs from the workload's`)];
}

/** The Job that creates Secrets has no kind of storage. */
const required = (labels: Record<string, string>) =>
  labels['app.kubernetes.io/component'] === 'setup' ? always : [...always, ...onlySubjects];

const missing = (keys: string[], labels: Record<string, string>) =>
  keys.filter((key) => !labels[key]).map((key) => `label ${key} is missing`);
