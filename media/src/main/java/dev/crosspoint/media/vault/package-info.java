/**
 * Keys that data is sealed with: who makes them, what they are bound to, and a few of them made
 * ahead. Refuses to know which service guards them and what is sealed. Start at {@link
 * dev.crosspoint.media.vault.KeyProvider}.
 */
@NullMarked
package dev.crosspoint.media.vault;

import org.jspecify.annotations.NullMarked;
