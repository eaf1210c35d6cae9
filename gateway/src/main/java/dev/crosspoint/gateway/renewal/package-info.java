/**
 * Secrets that change while the gateway runs (KMS-10): files are looked at every few seconds, and
 * whoever uses what changed is given the new value. Knows nothing of what the secrets are for. Open
 * {@link dev.crosspoint.gateway.renewal.Renewal} first.
 */
@NullMarked
package dev.crosspoint.gateway.renewal;

import org.jspecify.annotations.NullMarked;
