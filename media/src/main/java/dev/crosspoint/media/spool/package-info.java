/**
 * Where recordings are kept until they are delivered: the rings that media loops write into, the
 * thread that seals what comes out of them and appends it to files, the syncing of those files,
 * their keys, and what is done about them after a crash. A shell: it owns files and threads.
 * Refuses to know calls and what the records say, but for their length and time. Start at {@link
 * dev.crosspoint.media.spool.Spool}.
 */
@NullMarked
package dev.crosspoint.media.spool;

import org.jspecify.annotations.NullMarked;
