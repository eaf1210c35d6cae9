/**
 * Documents that show when somebody changed them: JSON with one way to write it, signed. Refuses to
 * know what they say and who keeps the key. Start at {@link
 * dev.crosspoint.gateway.signed.SignedJson}.
 */
@NullMarked
package dev.crosspoint.gateway.signed;

import org.jspecify.annotations.NullMarked;
