/**
 * Faults and the oracle. {@link swapr.system.Load} sends requests to a running marketplace and stores the outcomes in
 * {@link swapr.system.ClientHistory}, while a scenario causes faults. At rest, {@link swapr.system.EvidenceCollector}
 * copies the whole state into {@link swapr.system.EvidenceDatabase}. The {@link swapr.system.Oracle} then queries it
 * for contradictions of the invariants, which are in {@code invariants.sql}.
 */
@NullMarked
package swapr.system;

import org.jspecify.annotations.NullMarked;
