/**
 * Simulations of a contact centre for Gatling. Each reads its size from a {@link
 * dev.crosspoint.loadtest.simulation.LoadProfile}. Open {@link
 * dev.crosspoint.loadtest.simulation.AgentCallSimulation} first.
 */
@NullMarked
package dev.crosspoint.loadtest.simulation;

import org.jspecify.annotations.NullMarked;
