import type { Workload } from '../cluster.ts';

export interface SurveyedNode {
  readonly name: string;
  readonly ready: boolean;
  readonly cordoned: boolean;
  readonly zone: string | null;
  /** DiskPressure, MemoryPressure and PIDPressure, as far as they are true. */
  readonly pressures: readonly string[];
  /** The names of the images that it has told of: it tells of fifty at most. */
  readonly images: readonly string[];
  /** When its kubelet last renewed its lease, by its own clock, in milliseconds since 1970; null: not known. */
  readonly leaseRenewedAt: number | null;
}

export interface SurveyedClass {
  readonly name: string;
  readonly provisioner: string;
  readonly isDefault: boolean;
  readonly bindsImmediately: boolean;
  /** Whether its volumes can be used on some nodes only; null: it has none yet, or they may not be seen. */
  readonly nodeBound: boolean | null;
}

export interface SurveyedNamespace {
  readonly name: string;
  /** Null: who asks may not look. */
  readonly exists: boolean | null;
  /** The Pod Security level that it enforces; null: none of its own. */
  readonly podSecurityLevel: string | null;
}

export interface SurveyedPod {
  readonly name: string;
  readonly namespace: string;
  readonly node: string | null;
  readonly images: readonly string[];
  /** Its node cannot get an image that it needs. */
  readonly imageMissing: boolean;
  /** Why its containers wait: ImagePullBackOff, CreateContainerConfigError, … */
  readonly waiting: readonly string[];
}

export interface SurveyedClaim {
  readonly name: string;
  readonly namespace: string;
  /** Null: it asks for the default class. */
  readonly storageClass: string | null;
  readonly readWriteMany: boolean;
  readonly bound: boolean;
}

/** What a replica told of the volume under its data. */
export interface SurveyedVolume {
  readonly replica: string;
  readonly bytesFree: number;
}

export interface Permission {
  readonly verb: string;
  /** As in `pods`, `pods/exec` or `deployments.apps`. */
  readonly resource: string;
  /** Null: in the whole cluster. */
  readonly namespace: string | null;
  /** What cannot be done without it. */
  readonly neededFor: string;
}

/**
 * What a look at a cluster has found: plain data, in nobody's favour. Null or an empty list where whoever looked was not
 * allowed to; `denied` tells.
 */
export interface Survey {
  readonly context: string;
  readonly server: string;
  /** Of Kubernetes: v1.33.1. */
  readonly version: string;
  /** The API server's clock before this machine's, in milliseconds, to a second; null: it does not tell. */
  readonly clockAheadMs: number | null;
  /** When the API server was asked, by its own clock as far as it is known, in milliseconds since 1970. */
  readonly askedAt: number;
  readonly nodes: readonly SurveyedNode[];
  readonly classes: readonly SurveyedClass[];
  readonly namespaces: readonly SurveyedNamespace[];
  readonly workloads: readonly Workload[];
  readonly pods: readonly SurveyedPod[];
  readonly claims: readonly SurveyedClaim[];
  readonly volumes: readonly SurveyedVolume[];
  readonly denied: readonly Permission[];
  /** A run that is open, or was never put back. */
  readonly openRun: { readonly by: string; readonly startedAt: string } | null;
}
