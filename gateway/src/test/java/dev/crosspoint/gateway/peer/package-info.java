/**
 * The real peers of the end-to-end tests: programs of other people, started as processes, and the
 * RTP endpoint that listens for them. A peer that is not installed skips its tests.
 */
@NullMarked
package dev.crosspoint.gateway.peer;

import org.jspecify.annotations.NullMarked;
