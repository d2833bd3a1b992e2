import type { Survey, SurveyedNode } from '@persistence-lab/cluster/survey';

export const noon = Date.parse('2026-11-01T12:00:00Z');

const images = ['docker.io/persistence-lab/notes-api:dev'];

export const nodeOf = (name: string, differences: Partial<SurveyedNode> = {}): SurveyedNode => ({
  name,
  ready: true,
  cordoned: false,
  zone: null,
  pressures: [],
  images,
  leaseRenewedAt: noon - 4_000,
  ...differences,
});

/** A healthy cluster of three nodes, with `differences`. */
export function surveyOf(differences: Partial<Survey> = {}): Survey {
  const inLab = { namespace: 'persistence-lab' };
  const workload = { ...inLab, app: 'notes-api', component: 'api' as const, desiredReplicas: 1, rolledOut: true };
  const pod = { ...inLab, node: 'node-1', images: ['persistence-lab/notes-api:dev'], imageMissing: false, waiting: [] };
  return {
    context: 'test',
    server: 'https://127.0.0.1:6443',
    version: 'v1.33.1',
    clockAheadMs: 400,
    askedAt: noon,
    nodes: [nodeOf('node-1'), nodeOf('node-2'), nodeOf('node-3')],
    classes: [
      {
        name: 'standard',
        provisioner: 'rancher.io/local-path',
        isDefault: true,
        bindsImmediately: false,
        nodeBound: true,
      },
      { name: 'shared', provisioner: 'nfs.csi.k8s.io', isDefault: false, bindsImmediately: false, nodeBound: false },
    ],
    namespaces: [
      { name: 'persistence-lab', exists: true, podSecurityLevel: 'restricted' },
      { name: 'persistence-lab-hostpath', exists: true, podSecurityLevel: 'privileged' },
    ],
    workloads: [{ ...workload, name: 'notes-pvc', kind: 'pvc' }],
    pods: [{ ...pod, name: 'notes-pvc-1' }],
    claims: [{ ...inLab, name: 'notes-pvc-rwx', storageClass: 'shared', readWriteMany: true, bound: true }],
    volumes: [{ replica: 'notes-pvc-1', bytesFree: 8 * 1024 ** 3 }],
    denied: [],
    openRun: null,
    ...differences,
  };
}
