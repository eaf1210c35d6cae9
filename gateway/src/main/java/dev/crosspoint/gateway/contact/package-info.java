/**
 * What is known of one conversation with a customer: its ids, its attributes, the numbers on either
 * side. Knows nothing of calls, legs or agents. Start at {@link
 * dev.crosspoint.gateway.contact.Contact}.
 */
@NullMarked
package dev.crosspoint.gateway.contact;

import org.jspecify.annotations.NullMarked;
