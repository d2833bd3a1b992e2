/** Fields that hold amounts; the client's types call them plain strings. */
export const quantityFields = /(^|\.)(limits|requests|capacity|hard)\.[^.]+$|(^|\.)(sizeLimit|divisor)$/;

const pattern = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export function isQuantity(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && pattern.test(value));
}
