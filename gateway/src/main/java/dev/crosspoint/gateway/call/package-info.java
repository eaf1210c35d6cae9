/**
 * What happens inside one call, from its arrival to its end. Pure: no clock, thread or I/O. Knows
 * no packet and no SIP, and no call but its own: who holds all of them is {@code switchboard}.
 *
 * <p>A call is its parties (ADR 022): a {@link dev.crosspoint.gateway.call.Party} is somebody's
 * {@link dev.crosspoint.gateway.call.Role}, {@link dev.crosspoint.gateway.call.Line} and {@link
 * dev.crosspoint.gateway.call.Stage}. {@link dev.crosspoint.gateway.call.CallControl} takes one
 * {@link dev.crosspoint.gateway.call.CallInput} to the class that is concerned, which changes
 * parties; {@link dev.crosspoint.gateway.call.Consequences} then derives who hears whom, who hears
 * music and who sees what, and tells what has changed as {@link
 * dev.crosspoint.gateway.call.CallEffect}s. Start at {@link
 * dev.crosspoint.gateway.call.CallControl}.
 */
@NullMarked
package dev.crosspoint.gateway.call;

import org.jspecify.annotations.NullMarked;
