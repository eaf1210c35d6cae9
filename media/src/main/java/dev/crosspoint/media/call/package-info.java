/**
 * All legs of one conversation, sans-IO: datagrams, ticks and commands in; datagrams, taps and
 * events into an {@link dev.crosspoint.media.call.Outbox}. Refuses to know sockets, threads, clocks
 * and telephony. Start at {@link dev.crosspoint.media.call.Call}.
 */
@NullMarked
package dev.crosspoint.media.call;

import org.jspecify.annotations.NullMarked;
