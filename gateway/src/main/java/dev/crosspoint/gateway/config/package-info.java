/**
 * Reading settings from files, environment and system properties, and saying everything that is
 * wrong with them at once. Knows how values are written, not what any of them means; that is {@link
 * dev.crosspoint.gateway.GatewayConfig}. Start at {@link dev.crosspoint.gateway.config.Section}.
 */
@NullMarked
package dev.crosspoint.gateway.config;

import org.jspecify.annotations.NullMarked;
