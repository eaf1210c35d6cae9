/**
 * Brings what is written down of contacts and agents into the database, over a sealed journal on
 * this machine, so that nothing of it is lost while the database or the key service is away or when
 * the process is killed. Knows no call and no key of a field. Start at {@link
 * dev.crosspoint.gateway.history.HistoryWriter}.
 */
@NullMarked
package dev.crosspoint.gateway.history;

import org.jspecify.annotations.NullMarked;
