/**
 * What must be found again: recordings, changes of keys and the audit trail, in PostgreSQL. The
 * only room that knows SQL, drivers and migrations ({@code resources/db}); refuses to know audio,
 * keys, numbers and names. Every statement runs for one tenant, and row-level security holds it to
 * that. Start at {@link dev.crosspoint.gateway.store.Database}, then {@link
 * dev.crosspoint.gateway.store.RecordingStore}.
 */
@NullMarked
package dev.crosspoint.gateway.store;

import org.jspecify.annotations.NullMarked;
