/**
 * The sandbox bank. It simulates a payment provider, with a ledger on disk and faults on request. Its process starts in
 * {@link swapr.sandbox.bank.SandboxBank}.
 */
@NullMarked
package swapr.sandbox.bank;

import org.jspecify.annotations.NullMarked;
