/**
 * Who may sign in: local accounts with Argon2id hashes, sign-in attempts with their limits, and the
 * tokens that come of them. Knows no HTTP and no telephony. Start at {@link
 * dev.crosspoint.gateway.access.SignIn}.
 */
@NullMarked
package dev.crosspoint.gateway.access;

import org.jspecify.annotations.NullMarked;
