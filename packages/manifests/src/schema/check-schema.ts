import { label, type Manifest } from '../manifest.ts';
import { findModel, type Model } from './models.ts';
import { isQuantity, quantityFields } from './quantity.ts';

/** The class of the Kubernetes client for a kind: V1Deployment for a Deployment of `apps/v1`. */
function modelName({ apiVersion, kind }: Manifest): string {
  const version = apiVersion.split('/').at(-1) ?? '';
  return version.charAt(0).toUpperCase() + version.slice(1) + kind;
}

/** Compares an object with the Kubernetes API's schema: unknown fields, wrong types and missing fields. */
export function checkSchema(manifest: Manifest): string[] {
  const name = modelName(manifest);
  const model = /^\w+$/.test(name) ? findModel(name) : undefined;
  if (model === undefined) return [`${label(manifest)}: ${manifest.apiVersion} has no kind ${manifest.kind}`];
  return checkModel(manifest, name, model, '').map((problem) => `${label(manifest)}: ${problem}`);
}

function checkValue(value: unknown, type: string, path: string): string[] {
  const array = /^Array<(.*)>$/.exec(type)?.[1];
  if (array !== undefined) return checkArray(value, array, path);
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) return checkMap(value, map, path);
  const model = /^V\d/.test(type) ? findModel(type) : undefined;
  if (model !== undefined) return checkModel(value, type, model, path);
  return isScalar(value, type, path) ? [] : [wrongType(path, value, type)];
}

function checkArray(value: unknown, type: string, path: string): string[] {
  if (!Array.isArray(value)) return [wrongType(path, value, 'list')];
  return value.flatMap((item, index) => checkValue(item, type, `${path}[${index}]`));
}

function checkMap(value: unknown, type: string, path: string): string[] {
  if (!isObject(value)) return [wrongType(path, value, 'map')];
  return Object.entries(value).flatMap(([key, item]) => checkValue(item, type, `${path}.${key}`));
}

function checkModel(value: unknown, owner: string, { fields, required }: Model, path: string): string[] {
  if (!isObject(value)) return [wrongType(path, value, owner)];
  const pathOf = (key: string) => (path === '' ? key : `${path}.${key}`);
  const missing = required.filter((key) => value[key] === undefined || value[key] === null);
  const wrongFields = Object.entries(value).flatMap(([key, item]) => {
    const type = fields.get(key);
    if (type === undefined) return [`${pathOf(key)} is not a field of ${owner}`];
    return item === null ? [] : checkValue(item, type, pathOf(key));
  });
  return [...missing.map((key) => `${pathOf(key)} is missing`), ...wrongFields];
}

function isScalar(value: unknown, type: string, path: string): boolean {
  if (quantityFields.test(path)) return isQuantity(value);
  switch (type) {
    case 'string':
    case 'Date':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'IntOrString':
      return typeof value === 'string' || Number.isInteger(value);
    default:
      return true; // `any`
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrongType = (path: string, value: unknown, type: string) => `${path} is ${JSON.stringify(value)}, not a ${type}`;
