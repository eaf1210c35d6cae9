/**
 * The shell around the calls: media event loops, their sockets and ticks, the rings between them,
 * and the threads for handshakes. The only room that knows Netty, and the system calls for
 * datagrams. Start at {@link dev.crosspoint.media.loop.MediaVerticle}.
 */
@NullMarked
package dev.crosspoint.media.loop;

import org.jspecify.annotations.NullMarked;
