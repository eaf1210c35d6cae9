/**
 * The data keys of an instance: those that seal personal fields for a time, and those whose keyed
 * hashes find contacts for ever. None follows from another, each is wrapped by the tenant's key
 * service, and none is in the clear for longer than a minute. Knows no contact and no table.
 */
@NullMarked
package dev.crosspoint.gateway.keys;

import org.jspecify.annotations.NullMarked;
