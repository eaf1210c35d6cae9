/**
 * What the rooms count, as Prometheus metrics. No label ever says anything about a person. Start at
 * {@link dev.crosspoint.gateway.meters.GatewayMeters}.
 */
@NullMarked
package dev.crosspoint.gateway.meters;

import org.jspecify.annotations.NullMarked;
