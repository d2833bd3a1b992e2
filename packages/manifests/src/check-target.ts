import { isDeepStrictEqual } from 'node:util';
import type { FindApp } from './app.ts';
import type { Builder } from './builder.ts';
import { label, type Manifest } from './manifest.ts';
import { environmentProblems } from './rules/environment.ts';
import { imageProblems } from './rules/images.ts';
import { labelProblems } from './rules/labels.ts';
import { networkProblems } from './rules/network/network.ts';
import { podProblems } from './rules/pods.ts';
import { referenceProblems } from './rules/references.ts';
import { secretProblems } from './rules/secrets.ts';
import { securityProblems } from './rules/security.ts';
import { storageClassProblems } from './rules/storage-class.ts';
import { checkSchema } from './schema/check-schema.ts';
import type { Role, Target } from './targets.ts';

export type Report = { objects: number; problems: string[] };

/** Builds a target with every builder, compares the results, and checks them against the schema and the house rules. */
export async function checkTarget(target: Target, builders: Builder[], findApp: FindApp): Promise<Report> {
  const results = await Promise.allSettled(builders.map((builder) => builder.build(target.folder)));
  const failed = results.flatMap((result, index) =>
    result.status === 'rejected' ? [`${builders[index]?.name} cannot build it: ${reason(result.reason)}`] : [],
  );
  if (failed.length > 0) return { objects: 0, problems: failed };
  const built = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [first = [], ...others] = built;
  const differ = others.flatMap((other, index) => differences(first, other, builders[0], builders[index + 1]));
  return { objects: first.length, problems: [...differ, ...manifestProblems(target.role, first, findApp)] };
}

/** Applies the rules that hold for the objects of an overlay, a subject, ... */
export function manifestProblems(role: Role, manifests: Manifest[], findApp: FindApp): string[] {
  const invalid = manifests.flatMap(checkSchema);
  if (invalid.length > 0) return invalid; // the rules rely on the types
  const always = [...secretProblems(manifests), ...(role === 'overlay' ? [] : storageClassProblems(manifests))];
  if (role === 'base' || role === 'component') return always; // incomplete: a storage or a name is still missing
  const complete = [labelProblems, podProblems, securityProblems].flatMap((rule) => rule(manifests));
  const environment = environmentProblems(manifests, findApp);
  const deployed =
    role === 'overlay' ? [imageProblems, referenceProblems, networkProblems].flatMap((rule) => rule(manifests)) : [];
  return [...always, ...complete, ...environment, ...deployed];
}

function differences(one: Manifest[], two: Manifest[], first?: Builder, second?: Builder): string[] {
  const [a, b] = [byLabel(one), byLabel(two)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => !isDeepStrictEqual(a.get(name), b.get(name)))
    .map((name) => `${name}: ${first?.name} and ${second?.name} build it differently`);
}

const reason = (error: unknown) =>
  error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);

const byLabel = (manifests: Manifest[]) => new Map(manifests.map((manifest) => [label(manifest), manifest]));
