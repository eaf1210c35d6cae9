/**
 * What has to be provable later: who did what to what, and when, one line for each in a file of its
 * own. Knows no personal data: people appear by the ids they sign in with, everything else by its
 * id. Start at {@link dev.crosspoint.gateway.audit.AuditEvent}.
 */
@NullMarked
package dev.crosspoint.gateway.audit;

import org.jspecify.annotations.NullMarked;
