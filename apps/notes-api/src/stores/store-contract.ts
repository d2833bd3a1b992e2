import { describe } from 'vitest';
import { describeChanges } from './contract/changes.ts';
import type { CreateHarness, StoreCapabilities } from './contract/harness.ts';
import { describeKeeping } from './contract/keeping.ts';
import { describeListing } from './contract/listing.ts';
import { describeSharing } from './contract/sharing.ts';
import type { StoreName } from './store.ts';

export { createTestAuthor } from './contract/harness.ts';
export type { StoreCapabilities, StoreHarness } from './contract/harness.ts';

/**
 * What every store promises, as tests. `createHarness` runs before each test and gives data of its
 * own, so that tests never meet; a capability that a store lacks is declared with its reason.
 */
export function describeStoreContract(
  name: StoreName,
  capabilities: StoreCapabilities,
  createHarness: CreateHarness,
): void {
  describe(`${name} store`, () => {
    describeChanges(createHarness);
    describeListing(createHarness);
    describeKeeping(name, createHarness);
    describeSharing(capabilities, createHarness);
  });
}
