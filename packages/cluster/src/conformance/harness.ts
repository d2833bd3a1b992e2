import { afterAll, beforeAll, it, type TestContext } from 'vitest';
import type { Cluster, Replica } from '../cluster.ts';

/** `true`, or the reason why this cluster lacks the capability: skipped tests report it. */
export type Capability = true | string;

/** A cluster with the lab deployed, to test a driver on. The tests undo their changes. */
export interface ClusterHarness {
  /** Opens the cluster as another process would; the suite closes it. */
  open(): Promise<Cluster>;
  /** Names of subjects of the notes API, one replica each. */
  readonly subjects: {
    /** Its data has the lifetime of its replica. */
    readonly podOnly: string;
    /** It has a claim of its own, which no controller recreates, and whose volume is deleted with it. */
    readonly claimed: string;
    /** Any number of replicas can share its volume. */
    readonly everywhere: string;
    /** A StatefulSet: each of its replicas has a claim of its own. */
    readonly ordinal: string;
    /** Its data is in a database of the cluster. */
    readonly database: string;
  };
  readonly capabilities: {
    readonly multipleNodes: Capability;
    /** The volume of `claimed` can be mounted on one node only. */
    readonly nodeBoundClaims: Capability;
    /** The volume of `everywhere` can be mounted on every node. */
    readonly sharedVolumes: Capability;
    readonly database: Capability;
    readonly power: Capability;
  };
  /** Timeout of each wait, in milliseconds. */
  readonly timeout: number;
}

/** Shared by the tests: one opened cluster, and waits on it. */
export interface Kit {
  readonly harness: ClusterHarness;
  /** Throws outside of tests: it is opened before the first and closed after the last. */
  readonly cluster: Cluster;
  /** The subject's replicas, once it is rolled out. */
  ready(subject: string): Promise<Replica[]>;
  /** The same, once all earlier ones are replaced. */
  replaced(subject: string, earlier: Replica[]): Promise<Replica[]>;
  waitUntil<T>(what: string, condition: () => T | undefined | false): Promise<T>;
}

export function useCluster(harness: ClusterHarness): Kit {
  let opened: Cluster | undefined;
  beforeAll(async () => {
    opened = await harness.open();
  }, harness.timeout);
  afterAll(() => opened?.close());

  const cluster = () => {
    if (opened === undefined) throw new Error('the cluster is open only while tests run');
    return opened;
  };
  const waitUntil: Kit['waitUntil'] = (what, condition) =>
    cluster().waitUntil(what, condition, { timeout: harness.timeout });
  function waitFor(name: string, isRight: (replicas: Replica[]) => boolean): Promise<Replica[]> {
    const found = () => {
      const subject = cluster().subject(name);
      const replicas = cluster().replicas(subject);
      const areReady =
        subject.rolledOut && replicas.length === subject.desiredReplicas && replicas.every(({ ready }) => ready);
      return areReady && isRight(replicas) && replicas;
    };
    return cluster().waitUntil(`${name} is ready`, found, {
      timeout: harness.timeout,
      workload: cluster().subject(name),
    });
  }
  return {
    harness,
    get cluster() {
      return cluster();
    },
    waitUntil,
    ready: (name) => waitFor(name, () => true),
    replaced: (name, earlier) => waitFor(name, (now) => now.every(({ id }) => earlier.every((old) => old.id !== id))),
  };
}

/** A test of a behaviour, skipped with the reason where the cluster lacks one of the capabilities. */
export function createIt({ capabilities, timeout }: ClusterHarness) {
  return (behaviour: string, needs: (keyof typeof capabilities)[], test: (context: TestContext) => Promise<void>) =>
    it(behaviour, { timeout: 4 * timeout }, async (context) => {
      for (const need of needs) {
        const capability = capabilities[need];
        if (capability !== true) context.skip(capability);
      }
      await test(context);
    });
}
