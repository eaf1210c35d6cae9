/**
 * Looks at what {@code gateway.doctor} judges: ports and STUN servers from this machine, and what a
 * gateway that runs says over HTTP. Blocks, with limits; changes nothing. Open {@link
 * dev.crosspoint.gateway.examination.RunningGateway} first.
 */
@NullMarked
package dev.crosspoint.gateway.examination;

import org.jspecify.annotations.NullMarked;
