/**
 * SIP trunks: which carrier a call belongs to, what it may do, and how its words become ours. Start
 * at {@link dev.crosspoint.signaling.trunk.TrunkVerticle}.
 */
@NullMarked
package dev.crosspoint.signaling.trunk;

import org.jspecify.annotations.NullMarked;
