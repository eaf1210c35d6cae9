/**
 * The words media understands and answers with: commands, replies, events and the configuration,
 * all immutable records for the local event bus. Knows no packet, no socket and no telephony. Start
 * at {@link dev.crosspoint.media.api.MediaCommand}.
 */
@NullMarked
package dev.crosspoint.media.api;

import org.jspecify.annotations.NullMarked;
