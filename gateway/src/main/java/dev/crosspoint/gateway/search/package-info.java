/**
 * Who may find and see which contacts: reads what is asked, puts it on record, and shows what is
 * found as far as whoever asks may see it. Knows nothing of how contacts are kept. Start at {@link
 * dev.crosspoint.gateway.search.ContactVerticle}.
 */
@NullMarked
package dev.crosspoint.gateway.search;

import org.jspecify.annotations.NullMarked;
