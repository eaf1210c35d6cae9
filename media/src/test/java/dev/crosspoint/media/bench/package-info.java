/**
 * Benches. JMH ones measure a step of the packet path ({@code mvn -Pbench -pl media -am verify});
 * {@link dev.crosspoint.media.bench.PlaneLoad} and {@link dev.crosspoint.media.bench.RoomLoad}
 * measure the whole media plane in a process of its own, with calls and with conferences, under the
 * load of real sockets. {@link dev.crosspoint.media.bench.SideBySide} does so with those of others
 * in turns.
 */
@NullMarked
package dev.crosspoint.media.bench;

import org.jspecify.annotations.NullMarked;
