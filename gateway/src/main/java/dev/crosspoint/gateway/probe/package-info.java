/**
 * Whether audio can flow now, found out by letting some flow. Knows media's loops; not who asks,
 * nor what follows from the answer. Start at {@link dev.crosspoint.gateway.probe.MediaLoopback}.
 */
@NullMarked
package dev.crosspoint.gateway.probe;

import org.jspecify.annotations.NullMarked;
