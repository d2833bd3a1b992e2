import { ok, problem, warning, type Check } from '../finding.ts';

const oldest = { major: 1, minor: 30 };

/** The manifests use `preStop.sleep`, which is on by default from 1.30. */
export const checkVersion: Check = ({ version }) => {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const said = `Kubernetes ${version}`;
  if (major === undefined)
    return [warning(`${said}: not a version that can be read`, 'Look whether it is 1.30 or later.')];
  const isOld = Number(major) < oldest.major || (Number(major) === oldest.major && Number(minor) < oldest.minor);
  if (!isOld) return [ok(said)];
  return [
    problem(
      `${said} is older than 1.30`,
      'Upgrade the cluster, or make another: minikube start --kubernetes-version=v1.33.1.',
    ),
  ];
};
