/** Paths of fields that hold quantities, which the client's types declare as strings. */
export const quantityFields = /(^|\.)(limits|requests|capacity|hard)\.[^.]+$|(^|\.)(sizeLimit|divisor)$/;

const pattern = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE])|([KMGTPE]i))?$/;

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export function isQuantity(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && pattern.test(value));
}

/** The number that a quantity stands for, such as the bytes of 64Mi. @throws TypeError when it is not a quantity */
export function quantityValue(text: string): number {
  const [, number, exponent = '', decimal, binary] = pattern.exec(text) ?? [];
  if (number === undefined) throw new TypeError(`${text} is not a quantity`);
  if (binary !== undefined) return Number(number) * 1024 ** ('KMGTPE'.indexOf(binary[0] as string) + 1);
  const power = decimal === undefined ? 0 : 'num kMGTPE'.indexOf(decimal) - 3;
  return Number(number + exponent) * 1000 ** power;
}
