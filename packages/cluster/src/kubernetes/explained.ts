import type { KubeConfig } from '@kubernetes/client-node';
import { explain } from './explain.ts';

type Asked = (...args: never[]) => Promise<unknown>;

/** What an action is doing, in the words of its failure: "Deleting notes-pvc-0". */
export type Doing<Actions extends Record<keyof Actions, Asked>> = {
  [Name in keyof Actions]: (...args: Parameters<Actions[Name]>) => string;
};

/** Makes one sentence, and the way out, of whatever these actions reject with. */
export function explained<Actions extends Record<keyof Actions, Asked>>(
  config: KubeConfig,
  actions: Actions,
  doing: Doing<NoInfer<Actions>>,
): Actions {
  const wrap = (name: keyof Actions) => {
    return async (...args: Parameters<Actions[typeof name]>) => {
      try {
        return await actions[name](...args);
      } catch (error) {
        throw explain(error, doing[name](...args), config.getCurrentCluster()?.server ?? '');
      }
    };
  };
  const names = Object.keys(actions) as (keyof Actions)[];
  return Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Actions;
}
