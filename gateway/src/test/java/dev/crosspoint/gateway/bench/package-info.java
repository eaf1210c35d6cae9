/** What the gateway costs, measured by hand: programs, not tests. */
@NullMarked
package dev.crosspoint.gateway.bench;

import org.jspecify.annotations.NullMarked;
