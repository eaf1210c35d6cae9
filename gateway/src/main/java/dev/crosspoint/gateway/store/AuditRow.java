package dev.crosspoint.gateway.store;

/**
 * An event in its chain.
 *
 * @param seq its place, from 1
 * @param hash of the hash before it and its body
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by what is in them.
public record AuditRow(long seq, AuditEntry entry, byte[] hash) {}
