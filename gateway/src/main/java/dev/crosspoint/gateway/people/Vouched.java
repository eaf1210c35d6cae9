package dev.crosspoint.gateway.people;

import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/**
 * What a sign-in stands on for which an OpenID provider vouches.
 *
 * @param refreshToken by which it is asked again; null when it gave none
 * @param secondFactor whether a second factor was shown there
 * @param recently whether somebody showed who that is there within the last minutes, and not only a
 *     cookie of before
 */
public record Vouched(@Nullable Private refreshToken, boolean secondFactor, boolean recently) {}
