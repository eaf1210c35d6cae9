/**
 * What the newest legs of each trunk and each agent agreed on, and what passed through them: for
 * whoever has to find out why somebody is not heard. Knows nothing of who is at the other end: no
 * number, no name, no key that was pressed, and of addresses their network only. Kept in memory, a
 * few of each. Open {@link dev.crosspoint.gateway.legs.LegBook} first.
 */
@NullMarked
package dev.crosspoint.gateway.legs;

import org.jspecify.annotations.NullMarked;
