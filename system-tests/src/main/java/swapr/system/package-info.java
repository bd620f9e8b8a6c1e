/**
 * Crashes and the oracle. A load client that remembers ({@link swapr.system.Load}, {@link swapr.system.ClientHistory}) shops at
 * the really running marketplace while a scenario kills, stops and cuts what it stands on; when everything has come to
 * rest, all there is to see is taken ({@link swapr.system.EvidenceCollector}) and laid side by side in a database
 * ({@link swapr.system.EvidenceDatabase}), where the {@link swapr.system.Oracle} asks for contradictions. The invariants are SQL:
 * {@code invariants.sql}.
 */
@NullMarked
package swapr.system;

import org.jspecify.annotations.NullMarked;
