/**
 * Whether what is kept of recordings is what was kept, and opening it for its owner. Looks and
 * changes nothing; refuses to know how recordings are made and moved. Start at {@link
 * dev.crosspoint.gateway.proof.Inspector}.
 */
@NullMarked
package dev.crosspoint.gateway.proof;

import org.jspecify.annotations.NullMarked;
