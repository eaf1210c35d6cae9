/**
 * The sealed framing of what is kept: bytes in numbered frames, each encrypted and authenticated,
 * and a seal at the end, so that a file that was cut off by a crash is told from one that somebody
 * changed. Pure; refuses to know files, threads, and where keys come from. {@code
 * gateway/docs/spool-format.md} has the bytes. Start at {@link
 * dev.crosspoint.media.seal.SealedWriter}.
 */
@NullMarked
package dev.crosspoint.media.seal;

import org.jspecify.annotations.NullMarked;
