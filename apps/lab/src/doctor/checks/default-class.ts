import { isHidden, ok, problem, warning, type Check } from '../finding.ts';

const page = 'https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/';

/** Claims that name no class get the default one: there should be exactly one. */
export const checkDefaultClass: Check = (survey) => {
  if (isHidden(survey, 'storageclasses.storage.k8s.io')) return [];
  const { classes } = survey;
  const defaults = classes.filter(({ isDefault }) => isDefault).map(({ name }) => name);
  if (classes.length === 0)
    return [
      problem(
        'There is no StorageClass: claims stay Pending.',
        'Install a provisioner, for example local-path-provisioner or a CSI driver.',
      ),
    ];
  const [first, ...others] = defaults;
  if (first === undefined) {
    const names = classes.map(({ name }) => name).join(', ');
    return [
      problem(
        `No StorageClass is the default (there are: ${names}): claims without a class stay Pending.`,
        `Make one the default: ${page}`,
      ),
    ];
  }
  if (others.length > 0)
    return [
      warning(
        `Several classes are the default: ${defaults.join(', ')}; the newest of them is taken.`,
        `Leave one: ${page}`,
      ),
    ];
  return [ok(`The default StorageClass is ${first}`)];
};
