/**
 * The real peers of the end-to-end tests: programs of other people, started as processes, the RTP
 * endpoint that listens for them, and the reader of a program's memory. A peer that is not
 * installed skips its tests.
 */
@NullMarked
package dev.crosspoint.gateway.peer;

import org.jspecify.annotations.NullMarked;
