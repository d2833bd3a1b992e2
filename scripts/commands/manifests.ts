// Build every kustomization of k8s/ and check the objects, without a cluster
import { checkManifests } from '@persistence-lab/manifests';

process.exitCode = await checkManifests(`${import.meta.dirname}/../..`);
