import { describe, expect, it } from 'vitest';
import type { Survey } from '@persistence-lab/cluster/survey';
import { examine } from './examine.ts';
import { nodeOf, noon, surveyOf } from './test-support/survey.ts';

const [workload] = surveyOf().workloads as [Survey['workloads'][number]];
const [pod] = surveyOf().pods as [Survey['pods'][number]];
const [claim] = surveyOf().claims as [Survey['claims'][number]];
const [standard, shared] = surveyOf().classes as [Survey['classes'][number], Survey['classes'][number]];
const minikube = { ...standard, provisioner: 'k8s.io/minikube-hostpath', bindsImmediately: true };
const threeNodes = surveyOf().nodes;
const denied = (verb: string, resource: string, neededFor: string) => ({
  verb,
  resource,
  namespace: 'persistence-lab',
  neededFor: { en: neededFor, 'pt-BR': neededFor },
});

/** The findings that are not `ok`, as "level: sentence". */
const findingsOf = (differences: Partial<Survey>) =>
  examine(surveyOf(differences)).flatMap(({ level, what }) => (level === 'ok' ? [] : [`${level}: ${what.en}`]));

describe('examine', () => {
  it('gives one ok finding for each check on a healthy cluster', () => {
    const findings = examine(surveyOf());
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(findings).toHaveLength(12);
  });

  it('gives a remedy with every warning and problem', () => {
    const broken = surveyOf({
      version: 'v1.29.0',
      nodes: [nodeOf('node-1', { ready: false, cordoned: true })],
      workloads: [],
      classes: [],
      denied: [denied('delete', 'pods', 'pod-delete')],
    });
    const findings = examine(broken).filter(({ level }) => level !== 'ok');
    expect(findings.length).toBeGreaterThan(5);
    expect(findings.filter(({ remedy }) => !remedy?.en || !remedy['pt-BR'])).toEqual([]);
  });

  it.each([
    ['v1.30.0', 0],
    ['v1.36.0-rc.1+k3s1', 0],
    ['v2.0.0', 0],
    ['v1.29.14', 1],
    ['v1.9.0', 1],
    ['unknown', 1],
  ])('version %s: %i warnings or problems', (version, findings) => {
    expect(findingsOf({ version })).toHaveLength(findings);
  });

  const cases: [string, Partial<Survey>, RegExp][] = [
    ['nothing is deployed', { workloads: [], pods: [], volumes: [] }, /^problem: The lab is not deployed/],
    [
      'a workload is not ready',
      { workloads: [{ ...workload, rolledOut: false }], pods: [{ ...pod, waiting: ['CrashLoopBackOff'] }] },
      /^problem: Not ready: notes-pvc, notes-pvc-1 \(CrashLoopBackOff\)/,
    ],
    [
      'a namespace is missing',
      {
        namespaces: [
          surveyOf().namespaces[0]!,
          { name: 'persistence-lab-hostpath', exists: false, podSecurityLevel: null },
        ],
      },
      /^warning: There is no namespace persistence-lab-hostpath/,
    ],
    ['a node is down', { nodes: [...threeNodes, nodeOf('node-4', { ready: false })] }, /^problem: node-4 is not ready/],
    [
      'a node lacks space',
      { nodes: [...threeNodes, nodeOf('node-4', { pressures: ['DiskPressure'] })] },
      /^problem: node-4 is under DiskPressure/,
    ],
    ['there is one node', { nodes: [nodeOf('node-1')] }, /^warning: There is only one node/],
    [
      'nodes may not be listed',
      { nodes: [], denied: [denied('list', 'nodes', 'seeing what there is')] },
      /^problem: No nodes are seen, because they may not be listed/,
    ],
    ['there is no class', { classes: [], claims: [] }, /^problem: There is no StorageClass/],
    [
      'no class is the default',
      { classes: [{ ...standard, isDefault: false }, shared] },
      /^problem: No StorageClass is the default \(there are: standard, shared\)/,
    ],
    [
      'two classes are the default',
      { classes: [standard, { ...shared, isDefault: true }] },
      /^warning: Several classes are the default: standard, shared/,
    ],
    [
      "minikube's provisioner serves several nodes",
      { classes: [minikube, shared] },
      /^problem: standard: minikube's own provisioner/,
    ],
    [
      'a class binds immediately',
      { classes: [{ ...standard, bindsImmediately: true }, shared] },
      /^warning: standard binds a volume before its pod has a node\.$/,
    ],
    [
      'a class binds immediately in several zones',
      {
        classes: [{ ...standard, bindsImmediately: true }, shared],
        nodes: [nodeOf('node-1', { zone: 'a' }), nodeOf('node-2', { zone: 'b' })],
      },
      /^warning: standard binds .* another of the 2 zones/,
    ],
    [
      'a shared claim is on a class that does not exist',
      { claims: [{ ...claim, storageClass: 'nfs', bound: false }] },
      /^problem: notes-pvc-rwx asks for ReadWriteMany of the class nfs, which does not exist/,
    ],
    [
      'a shared claim is on a class without ReadWriteMany',
      { claims: [{ ...claim, storageClass: 'standard', bound: false }] },
      /^problem: notes-pvc-rwx asks for ReadWriteMany, which standard \(rancher\.io\/local-path\) does not support/,
    ],
    [
      'a shared claim is not bound',
      { claims: [{ ...claim, bound: false }] },
      /^warning: notes-pvc-rwx asks for ReadWriteMany of shared, and has no volume yet/,
    ],
    [
      'an event is not permitted',
      { denied: [denied('delete', 'pods', 'pod-delete'), denied('create', 'pods', 'pod-delete')] },
      /^warning: For pod-delete you lack: delete, create pods in persistence-lab\.$/,
    ],
    [
      'listing is denied',
      { denied: [denied('list', 'pods', 'seeing what there is')] },
      /^problem: For seeing what there is/,
    ],
    [
      'hostPath is refused',
      { namespaces: [{ name: 'persistence-lab-hostpath', exists: true, podSecurityLevel: 'baseline' }] },
      /^problem: persistence-lab-hostpath enforces "baseline", which refuses hostPath/,
    ],
    [
      'a namespace enforces nothing',
      { namespaces: [{ name: 'persistence-lab', exists: true, podSecurityLevel: null }] },
      /^warning: persistence-lab enforces no Pod Security level/,
    ],
    [
      'a pod cannot get its image',
      { pods: [{ ...pod, imageMissing: true, waiting: ['ImagePullBackOff'] }] },
      /^problem: Pods that cannot get their image: notes-pvc-1 \(persistence-lab\/notes-api:dev\)/,
    ],
    [
      'a node does not report an image',
      { nodes: [...threeNodes, nodeOf('node-4', { images: ['docker.io/library/busybox:1.37'] })] },
      /^warning: .*this proves nothing\): node-4: persistence-lab\/notes-api:dev/,
    ],
    [
      "the server's clock is ahead",
      { clockAheadMs: 90_000 },
      /^warning: The API server's clock is 1 min 30 s ahead of/,
    ],
    ["the server's clock is behind", { clockAheadMs: -4_000 }, /^warning: The API server's clock is 4 s behind/],
    [
      "a node's clock is ahead",
      { nodes: [...threeNodes, nodeOf('node-4', { leaseRenewedAt: noon + 60_000 })] },
      /^warning: The last heartbeat of node-4 is 1 min ahead of/,
    ],
    ['a volume is nearly full', { volumes: [{ replica: 'a', bytesFree: 10_000_000 }] }, /^problem: a has 9 MiB left/],
    ['a volume is small', { volumes: [{ replica: 'a', bytesFree: 30_000_000 }] }, /^warning: a has 28 MiB left/],
    [
      'a run was never restored',
      { openRun: { by: 'ana', startedAt: '2026-11-01T10:00:00Z' } },
      /^problem: A run of ana, started at 2026-11-01T10:00:00Z, is open/,
    ],
    [
      'a node is cordoned',
      { nodes: [...threeNodes, nodeOf('node-4', { cordoned: true })] },
      /^warning: Cordoned, so no pod is scheduled there: node-4/,
    ],
    ['a subject is scaled', { workloads: [{ ...workload, desiredReplicas: 3 }] }, /^warning: notes-pvc is scaled to 3/],
  ];

  it('reports only the denied permission for objects that may not be listed', () => {
    const hidden = ['storageclasses.storage.k8s.io', 'deployments.apps', 'configmaps'];
    const findings = findingsOf({
      classes: [],
      workloads: [],
      denied: hidden.map((each) => denied('list', each, 'all')),
    });
    expect(findings).toEqual([`warning: For all you lack: list ${hidden.join(', ')} in persistence-lab.`]);
    expect(
      examine(surveyOf({ denied: [denied('get', 'configmaps', 'all')] })).map(({ what }) => what.en),
    ).not.toContain('Nothing is left of earlier runs');
  });

  it('merges denied permissions that differ in one field', () => {
    const inNamespaces = ['home', 'other'].flatMap((namespace) =>
      ['pods', 'jobs.batch'].flatMap((resource) =>
        ['list', 'watch'].map((verb) => ({ verb, resource, namespace, neededFor: { en: 'looking', 'pt-BR': 'ver' } })),
      ),
    );
    const nodes = { verb: 'list', resource: 'nodes', namespace: null, neededFor: { en: 'looking', 'pt-BR': 'ver' } };
    expect(findingsOf({ denied: [...inNamespaces, nodes] })).toEqual([
      'warning: For looking you lack: list, watch pods, jobs.batch in home, other; list nodes.',
    ]);
  });

  it.each(cases)('has one finding when %s', (_, differences, pattern) => {
    const findings = findingsOf(differences);
    expect(findings.filter((each) => pattern.test(each))).toHaveLength(1);
  });

  it.each(cases)('has a translated finding when %s', (_, differences) => {
    const findings = examine(surveyOf(differences)).filter(({ level }) => level !== 'ok');
    expect(findings.length).toBeGreaterThan(0);
    for (const { what, remedy } of findings) {
      expect(what['pt-BR']).not.toBe(what.en);
      expect(remedy!['pt-BR']).not.toBe(remedy!.en);
    }
  });

  it("reports that minikube's provisioner gives each node a volume of its own", () => {
    const findings = findingsOf({ classes: [minikube], claims: [{ ...claim, storageClass: null }] });
    expect(findings).toContainEqual(expect.stringMatching(/^problem: notes-pvc-rwx .*only pretends/));
  });

  it('accepts immediate binding when every node can use the volumes', () => {
    expect(findingsOf({ classes: [standard, { ...shared, bindsImmediately: true }] })).toEqual([]);
    expect(findingsOf({ classes: [standard, { ...shared, bindsImmediately: true, nodeBound: null }] })).toHaveLength(1);
  });

  it('accepts any number of replicas of an uploader', () => {
    expect(findingsOf({ workloads: [{ ...workload, app: 'uploader', desiredReplicas: 2 }] })).toEqual([]);
  });

  it("accepts minikube's provisioner on a single node", () => {
    const findings = findingsOf({
      classes: [minikube],
      claims: [{ ...claim, storageClass: null }],
      nodes: [nodeOf('node-1')],
    });
    expect(findings).toEqual([expect.stringContaining('only one node')]);
  });
});
