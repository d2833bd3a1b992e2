import { allContainers, label, type Manifest, podOwners } from '../manifest.ts';

/** Every image has a tag or a digest, and is pulled only when the node lacks it: the lab's images are in no registry. */
export function imageProblems(manifests: readonly Manifest[]): string[] {
  return podOwners(manifests).flatMap(({ manifest, pod }) =>
    allContainers(pod).flatMap(({ name, image, imagePullPolicy }) => {
      const isPinned = /:[^/]+$|@sha256:/.test(image ?? '') && !image?.endsWith(':latest');
      return [
        ...(isPinned
          ? []
          : [`${label(manifest)}: container ${name}: image ${image} has no tag: see the overlay's images`]),
        ...(imagePullPolicy === undefined || imagePullPolicy === 'IfNotPresent'
          ? []
          : [`${label(manifest)}: container ${name}: imagePullPolicy is ${imagePullPolicy}`]),
      ];
    }),
  );
}
