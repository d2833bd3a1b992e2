import type {
  V1LabelSelector,
  V1NetworkPolicy,
  V1NetworkPolicyEgressRule,
  V1NetworkPolicyIngressRule,
  V1NetworkPolicyPeer,
  V1NetworkPolicyPort,
} from '@kubernetes/client-node';
import { type Manifest, selects } from '../../manifest.ts';

type Labels = Record<string, string>;

/** A pod as NetworkPolicies see it. */
export type Endpoint = { namespace: string; namespaceLabels: Labels; labels: Labels };

export type Port = { number?: number; name?: string | undefined; protocol?: string };

/** Which connections the NetworkPolicies of an overlay allow. */
export type Policies = {
  /** Whether a policy isolates all pods of the namespace in both directions. */
  denyByDefault(namespace: string): boolean;
  /** Whether `from` may open connections to the port of `to`, or to any address when `to` is undefined. */
  allowsEgress(from: Endpoint, to: Endpoint | undefined, port: Port): boolean;
  /** Whether `to` accepts connections to its port from `from`, or from any address when `from` is undefined. */
  allowsIngress(to: Endpoint, from: Endpoint | undefined, port: Port): boolean;
};

type Rule = { peers: V1NetworkPolicyPeer[]; ports: V1NetworkPolicyPort[]; namespace: string };

/** Evaluates policies: https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export function createPolicies(manifests: readonly Manifest[]): Policies {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy') as unknown as V1NetworkPolicy[];
  const inNamespace = (namespace: string) => policies.filter(({ metadata }) => metadata?.namespace === namespace);

  function rulesFor({ namespace, labels }: Endpoint, direction: 'ingress' | 'egress'): Rule[] {
    return inNamespace(namespace)
      .filter(({ spec }) => spec && matches(spec.podSelector, labels))
      .flatMap(({ spec }): (V1NetworkPolicyIngressRule & V1NetworkPolicyEgressRule)[] => spec?.[direction] ?? [])
      .map(({ _from, to, ports = [], ...rule }) => ({ peers: _from ?? to ?? peersOf(rule), ports, namespace }));
  }

  return {
    denyByDefault: (namespace) =>
      inNamespace(namespace).some(
        ({ spec }) =>
          isEmpty(spec?.podSelector) &&
          ['Ingress', 'Egress'].every((type) => spec?.policyTypes?.includes(type)) &&
          !spec?.ingress?.length &&
          !spec?.egress?.length,
      ),
    allowsEgress: (from, to, port) => rulesFor(from, 'egress').some((rule) => allows(rule, to, port)),
    allowsIngress: (to, from, port) => rulesFor(to, 'ingress').some((rule) => allows(rule, from, port)),
  };
}

/** The client calls the field `_from`, the manifests `from`. */
const peersOf = (rule: object) => (rule as { from?: V1NetworkPolicyPeer[] }).from ?? [];

function allows({ peers, ports, namespace }: Rule, peer: Endpoint | undefined, port: Port): boolean {
  const isPeer = peers.length === 0 || (peer !== undefined && peers.some((one) => matchesPeer(one, peer, namespace)));
  const isPort = ({ port: allowed, protocol = 'TCP' }: V1NetworkPolicyPort) =>
    protocol === (port.protocol ?? 'TCP') && [undefined, port.number, port.name].includes(allowed);
  return isPeer && (ports.length === 0 || ports.some(isPort));
}

function matchesPeer({ podSelector, namespaceSelector, ipBlock }: V1NetworkPolicyPeer, peer: Endpoint, own: string) {
  if (ipBlock) return false; // addresses of pods are not known here
  const isNamespace = namespaceSelector ? matches(namespaceSelector, peer.namespaceLabels) : peer.namespace === own;
  return isNamespace && (podSelector === undefined || matches(podSelector, peer.labels));
}

const isEmpty = (selector: V1LabelSelector | undefined) =>
  !Object.keys(selector?.matchLabels ?? {}).length && !selector?.matchExpressions?.length;

function matches({ matchLabels = {}, matchExpressions = [] }: V1LabelSelector = {}, labels: Labels): boolean {
  return (
    selects(matchLabels, labels) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      return (value !== undefined && values.includes(value)) === (operator === 'In');
    })
  );
}
