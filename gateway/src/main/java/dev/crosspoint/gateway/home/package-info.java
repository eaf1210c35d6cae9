/**
 * The machine that we run on: our folder and its lock, our addresses. Start at {@link
 * dev.crosspoint.gateway.home.HomeFolder}.
 */
@NullMarked
package dev.crosspoint.gateway.home;

import org.jspecify.annotations.NullMarked;
