/**
 * What phones measure, and how they pace themselves: loss, delay and jitter of what is heard, tones
 * in it, and when which phone speaks. Pure: time is an argument. Open {@link
 * dev.crosspoint.loadtest.measure.Hearing} first.
 */
@NullMarked
package dev.crosspoint.loadtest.measure;

import org.jspecify.annotations.NullMarked;
