import { describe } from 'vitest';
import { describeChanges } from './changes.ts';
import type { CreateHarness, StoreCapabilities } from './harness.ts';
import { describeRoundTrip } from './round-trip.ts';
import { describeListing } from './listing.ts';
import { describeSharing } from './sharing.ts';
import type { StoreName } from '../store.ts';

/**
 * Tests the behaviour that every store guarantees. `createHarness` runs before each test and returns separate data; a
 * store that lacks a capability states the reason.
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
