package dev.crosspoint.gateway.store;

import java.time.Instant;

/**
 * The key of a chain, wrapped.
 *
 * @param keyNo which of the tenant's, from 1
 * @param keyId what wraps it
 * @param wrapped only the key service opens it
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record AuditKeyRow(int keyNo, String keyId, byte[] wrapped, Instant madeAt) {}
