/**
 * Recordings for people: played by ranges, drawn, sent as files, held, deleted; and on record who
 * heard which seconds, before a byte of them leaves. Finds a recording wherever it lies and
 * decrypts what is asked for, in memory. Knows neither who may do that nor how it came to where it
 * lies. Start at {@link dev.crosspoint.gateway.playback.PlaybackApi}.
 */
@NullMarked
package dev.crosspoint.gateway.playback;

import org.jspecify.annotations.NullMarked;
