/**
 * The product from end to end: the gateway as a process of its own, a real browser, and the SIP
 * peers of {@link dev.crosspoint.gateway.peer}. Judged by the tones that each end hears.
 */
@NullMarked
package dev.crosspoint.gateway.e2e;

import org.jspecify.annotations.NullMarked;
