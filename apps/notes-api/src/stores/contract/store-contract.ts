import { describe } from 'vitest';
import { describeChanges } from './changes.ts';
import type { CreateHarness, StoreCapabilities } from './harness.ts';
import { describeRoundTrip } from './round-trip.ts';
import { describeListing } from './listing.ts';
import { describeSharing } from './sharing.ts';
import type { StoreName } from '../store.ts';

export { createTestAuthor } from './harness.ts';
export type { StoreCapabilities, StoreHarness } from './harness.ts';

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
    describeRoundTrip(name, createHarness);
    describeSharing(capabilities, createHarness);
  });
}
