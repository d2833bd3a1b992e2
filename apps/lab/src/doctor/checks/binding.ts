import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

export const minikubeProvisioner = 'k8s.io/minikube-hostpath';

/** Classes whose volumes may be where their pod cannot be. */
export const checkBinding: Check = (survey) => {
  const { classes, nodes } = survey;
  if (nodes.length < 2 || isHidden(survey, 'storageclasses.storage.k8s.io')) return [];
  const findings = classes.flatMap(({ name, provisioner, bindsImmediately, nodeBound }): Finding[] => {
    if (provisioner === minikubeProvisioner)
      return [
        problem(
          `${name}: minikube's own provisioner makes each volume a folder of whatever node the pod is on, and ties it to none: on ${nodes.length} nodes a pod that moves finds an empty one.`,
          'Use another: minikube addons enable storage-provisioner-rancher, and make local-path the default class.',
        ),
      ];
    if (!bindsImmediately || nodeBound === false) return [];
    return [
      warning(
        `${name} binds a volume before its pod has a node${zonesOf(nodes)}.`,
        'A class with volumeBindingMode: WaitForFirstConsumer puts the volume where the pod goes; network storage that reaches every node needs none.',
      ),
    ];
  });
  return findings.length > 0 ? findings : [ok('Volumes are made where their pods go')];
};

function zonesOf(nodes: readonly { zone: string | null }[]): string {
  const zones = new Set(nodes.flatMap(({ zone }) => zone ?? []));
  return zones.size > 1 ? `: it may be in another of the ${zones.size} zones, and the pod is blocked` : '';
}
