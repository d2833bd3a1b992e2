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
  renewedAt: noon - 4_000,
  ...differences,
});

/** A cluster of three nodes on which all is well, unless told otherwise. */
export function surveyOf(differences: Partial<Survey> = {}): Survey {
  const inLab = { namespace: 'persistence-lab' };
  const workload = { ...inLab, app: 'notes-api', component: 'api' as const, wanted: 1, settled: true };
  const pod = { ...inLab, node: 'node-1', images: ['persistence-lab/notes-api:dev'], lacksImage: false, waiting: [] };
  return {
    context: 'test',
    server: 'https://127.0.0.1:6443',
    version: 'v1.33.1',
    clockAhead: 400,
    askedAt: noon,
    nodes: [nodeOf('node-1'), nodeOf('node-2'), nodeOf('node-3')],
    classes: [
      { name: 'standard', provisioner: 'rancher.io/local-path', isDefault: true, immediate: false, tied: true },
      { name: 'shared', provisioner: 'nfs.csi.k8s.io', isDefault: false, immediate: false, tied: false },
    ],
    namespaces: [
      { name: 'persistence-lab', exists: true, enforces: 'restricted' },
      { name: 'persistence-lab-hostpath', exists: true, enforces: 'privileged' },
    ],
    workloads: [{ ...workload, name: 'notes-pvc', kind: 'pvc' }],
    pods: [{ ...pod, name: 'notes-pvc-1' }],
    claims: [{ ...inLab, name: 'notes-pvc-rwx', storageClass: 'shared', shared: true, bound: true }],
    volumes: [{ replica: 'notes-pvc-1', bytesFree: 8 * 1024 ** 3 }],
    denied: [],
    openRun: null,
    ...differences,
  };
}
