/**
 * Who somebody is and what they may do: users and security profiles of each tenant, signing in with
 * a password, a code or somewhere else, and whatever ends a sign-in. Knows nothing of calls, and no
 * SQL. Start at {@link dev.crosspoint.gateway.people.People}, then {@link
 * dev.crosspoint.gateway.people.SignIn}.
 */
@NullMarked
package dev.crosspoint.gateway.people;

import org.jspecify.annotations.NullMarked;
