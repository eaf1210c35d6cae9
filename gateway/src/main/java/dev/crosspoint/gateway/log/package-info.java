/**
 * What log lines look like, and the last net under privacy: whatever looks like a telephone number
 * is masked on its way out, although no line should have one. Used by {@code logback.xml}. Start at
 * {@link dev.crosspoint.gateway.log.Masking}.
 */
@NullMarked
package dev.crosspoint.gateway.log;

import org.jspecify.annotations.NullMarked;
