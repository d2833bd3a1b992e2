const units = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/**
 * The bytes of a Kubernetes quantity: 256Mi, 1G, 1e9, 134217728.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function bytesOf(quantity: string): number {
  const [, amount, unit = '', binary] = /^([\d.]+(?:[eE][+-]?\d+)?)([kKMGTPE]?)(i?)$/.exec(quantity) ?? [];
  return Number(amount) * (binary ? 1024 : 1000) ** units.indexOf(unit === 'K' ? 'k' : unit);
}
