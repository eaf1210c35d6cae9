/**
 * The certificates that our listeners show: configured PEM files, or a self-signed one made at
 * start. The only user of Bouncy Castle in this module. Start at {@link
 * dev.crosspoint.gateway.tls.TlsIdentity}.
 */
@NullMarked
package dev.crosspoint.gateway.tls;

import org.jspecify.annotations.NullMarked;
