package swapr.sandbox.bank;

import java.util.List;

/**
 * Entries from a position of the ledger.
 *
 * @param next the position behind the last of these entries
 * @param end the position behind the last entry of the ledger
 */
record LedgerPage(List<Entry> entries, long next, long end) {}
