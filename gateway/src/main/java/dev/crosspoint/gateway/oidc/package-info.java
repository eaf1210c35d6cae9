/**
 * One OpenID provider that signs people in for us: what it is asked by way of the browser, what it
 * is asked directly, and what its ID tokens claim (OpenID Connect Core 1.0; RFC 7636, PKCE).
 */
@NullMarked
package dev.crosspoint.gateway.oidc;

import org.jspecify.annotations.NullMarked;
