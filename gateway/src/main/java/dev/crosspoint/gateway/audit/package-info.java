/**
 * What has to be provable later: who did what to what, when and from where; one chain of events for
 * each tenant, which is only added to, and digests of it that are signed and kept elsewhere. Knows
 * no personal data: people appear by the ids they sign in with, everything else by its id. Start at
 * {@link dev.crosspoint.gateway.audit.AuditTrail}, then {@link
 * dev.crosspoint.gateway.audit.AuditEvent}.
 */
@NullMarked
package dev.crosspoint.gateway.audit;

import org.jspecify.annotations.NullMarked;
