/**
 * ICE-lite and its STUN codec (RFC 8445, 8489, 7675): answers checks, remembers the nominated pair,
 * watches consent. Pure: bytes and time in, bytes and verdicts out. Start at {@link
 * dev.crosspoint.media.ice.IceLite}.
 */
@NullMarked
package dev.crosspoint.media.ice;

import org.jspecify.annotations.NullMarked;
