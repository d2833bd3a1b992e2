import { isWorkload, label, type Manifest, podTemplate } from '../manifest.ts';

const partOf = 'app.kubernetes.io/part-of';
const always = ['app.kubernetes.io/name', 'app.kubernetes.io/component', partOf];
const ofKinds = ['app.kubernetes.io/instance', 'persistence-lab/kind'];

/** What the lab, the console and `kubectl get -l` find things by. */
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
  const wanted = isWorkload(manifest) || manifest.kind === 'Service' ? required(labels) : [partOf];
  return missing(wanted, labels);
}

function wrongTemplate(manifest: Manifest, template: Record<string, string> | undefined): string[] {
  if (!isWorkload(manifest)) return [];
  const own = manifest.metadata.labels ?? {};
  const labels = template ?? {};
  const different = Object.keys(labels).filter((key) => own[key] !== undefined && own[key] !== labels[key]);
  return [...missing(required(own), labels), ...different.map((key) => `label ${key} differs from the workload's`)];
}

/** A set-up Job is on no kind of storage. */
const required = (labels: Record<string, string>) =>
  labels['app.kubernetes.io/component'] === 'setup' ? always : [...always, ...ofKinds];

const missing = (wanted: string[], labels: Record<string, string>) =>
  wanted.filter((key) => !labels[key]).map((key) => `label ${key} is missing`);
