/**
 * What a network has to let pass for the gateway to work (SEC-8): a list that is made of the
 * configuration as it is. Pure; it opens nothing and looks nothing up. Open {@link
 * dev.crosspoint.gateway.network.NetworkRule} first.
 */
@NullMarked
package dev.crosspoint.gateway.network;

import org.jspecify.annotations.NullMarked;
