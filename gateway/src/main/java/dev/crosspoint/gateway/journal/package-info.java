/**
 * What waits on this machine until the database has it: entries, sealed, in order, each at least
 * once. Refuses to know what an entry says and where it goes. Start at {@link
 * dev.crosspoint.gateway.journal.Journal}.
 */
@NullMarked
package dev.crosspoint.gateway.journal;

import org.jspecify.annotations.NullMarked;
