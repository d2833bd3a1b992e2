import { isHidden, ok, problem, warning, type Check } from '../finding.ts';

const toLoad = 'Load them into the cluster: npm run deploy -- OVERLAY does it, for every node (--load-command).';

/** Images that a pod waits for, and those that a node does not tell of: a pod that moves there needs them. */
export const checkImages: Check = (survey) => {
  const { pods, nodes } = survey;
  const waiting = pods.filter(({ imageMissing }) => imageMissing);
  if (waiting.length > 0) {
    const names = waiting.map(({ name, images }) => `${name} (${images.join(', ')})`);
    return [problem(`Pods that cannot get their image: ${names.join('; ')}.`, toLoad)];
  }
  const needed = [...new Set(pods.flatMap(({ images }) => images))];
  if (needed.length === 0 || isHidden(survey, 'nodes')) return [];
  const lacking = nodes.flatMap(({ name, images }) => {
    const missing = needed.filter((image) => !images.some((known) => isSame(known, image)));
    return missing.length > 0 ? [`${name}: ${missing.join(', ')}`] : [];
  });
  if (lacking.length === 0) return [ok('Every node has every image')];
  return [
    warning(
      `Some nodes do not tell of images that may be needed there (they tell of fifty at most, so this proves nothing): ${lacking.join('; ')}.`,
      `${toLoad} Where a registry has them there is nothing to do.`,
    ),
  ];
};

/** Nodes write the registry and the library out: docker.io/library/redis:8. */
const isSame = (known: string, image: string): boolean => known === image || known.endsWith(`/${image}`);
