/**
 * What a recording is made of and how a file is made of it: the records that are taken in a call,
 * and offline the aligning, decoding and placing of them. Pure; refuses to know files, keys and
 * telephony. Start at {@link dev.crosspoint.media.record.TrackRecord} for what is taken, and at
 * {@link dev.crosspoint.media.record.Renderer} for what becomes of it.
 */
@NullMarked
package dev.crosspoint.media.record;

import org.jspecify.annotations.NullMarked;
