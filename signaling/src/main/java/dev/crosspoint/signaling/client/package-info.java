/**
 * What is remembered of one client, for its own good and for ours: what it was answered, how often
 * it has asked, and what it may have missed. Pure. Knows neither the protocol it is spoken to in
 * nor what is asked. Start at {@link dev.crosspoint.signaling.client.RecentAnswers}.
 */
@NullMarked
package dev.crosspoint.signaling.client;

import org.jspecify.annotations.NullMarked;
