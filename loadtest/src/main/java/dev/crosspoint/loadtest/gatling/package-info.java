/**
 * Headless phones as steps of a Gatling scenario. Open {@link
 * dev.crosspoint.loadtest.gatling.Crosspoint} first.
 */
@NullMarked
package dev.crosspoint.loadtest.gatling;

import org.jspecify.annotations.NullMarked;
