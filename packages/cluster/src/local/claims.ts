import type { Definition } from './definitions.ts';
import { definitionOf, type ClaimState, type PodState, type State, type World } from './state.ts';

/** The claim that a pod mounts; null: none. */
export function claimNameOf(pod: Pick<PodState, 'name'>, { name, storage }: Definition): string | null {
  if (storage === 'claim') return name;
  if (storage === 'claim of the pod') return `${pod.name}-data`;
  if (storage === 'claim of the ordinal') return `data-${pod.name}`;
  return null;
}

export function claimOf(state: State, pod: PodState, definition: Definition): ClaimState | undefined {
  const name = claimNameOf(pod, definition);
  return state.claims.find((claim) => claim.name === name);
}

/** A Deployment's claim is an object of its own, which nobody makes again; a volume made by hand is bound to it at once. */
export function deployClaim({ state, newId }: World, { name, storage }: Definition): void {
  if (storage !== 'claim' || state.claims.some((claim) => claim.name === name)) return;
  const byHand = state.volumes.find((volume) => volume.name === name && volume.claim === null && !volume.released);
  if (byHand) byHand.claim = name;
  state.claims.push({ id: newId(), name, workload: name, pod: null, volume: byHand?.name ?? null, terminating: false });
}

/** Makes the claims that pods bring along: a generic ephemeral volume's, and a StatefulSet's where it is missing. */
export function makeClaims(world: World): void {
  const { state, newId } = world;
  for (const pod of state.pods.filter(({ terminating }) => !terminating)) {
    const definition = definitionOf(world, pod.workload);
    const name = claimNameOf(pod, definition);
    if (name === null || definition.storage === 'claim' || claimOf(state, pod, definition)) continue;
    const owner = definition.storage === 'claim of the pod' ? pod.id : null;
    state.claims.push({ id: newId(), name, workload: pod.workload, pod: owner, volume: null, terminating: false });
  }
}

/**
 * Takes away claims that are deleted, or whose pod is gone, as soon as no pod on a node uses them; with a claim goes its
 * volume, unless that was made by hand, which means to retain it.
 */
export function collectClaims({ state, definitions }: World): void {
  const ids = new Set(state.pods.map(({ id }) => id));
  const used = new Set(
    state.pods.flatMap((pod) => {
      const definition = definitions.find(({ name }) => name === pod.workload);
      return pod.node !== null && definition ? [claimNameOf(pod, definition)] : [];
    }),
  );
  const gone = (claim: ClaimState) =>
    !used.has(claim.name) && (claim.terminating || (claim.pod !== null && !ids.has(claim.pod)));
  const names = new Set(state.claims.filter(gone).map(({ name }) => name));
  state.claims = state.claims.filter((claim) => !gone(claim));
  for (const volume of state.volumes) {
    if (volume.volumeClass !== 'static' || volume.claim === null || !names.has(volume.claim)) continue;
    volume.claim = null;
    volume.released = true;
  }
  state.volumes = state.volumes.filter(({ claim }) => claim === null || !names.has(claim));
}

/** The pod has found its node: a claim without a volume gets one there (WaitForFirstConsumer). */
export function bindClaim({ state, newId }: World, pod: PodState, definition: Definition): void {
  const claim = claimOf(state, pod, definition);
  if (claim === undefined || claim.volume !== null || definition.volumeClass === 'static') return;
  const { volumeClass } = definition;
  claim.volume = `pvc-${newId()}`;
  const node = volumeClass === 'local' ? pod.node : null;
  state.volumes.push({ name: claim.volume, volumeClass, node, claim: claim.name, released: false });
}
