/**
 * Who calls too often or is not to call at all (INP-4): counts per number and per network address
 * in a sliding window, a list of those denied, and a verdict on each arrival. Pure. Remembers
 * numbers and addresses only as keyed hashes, and refuses to know what becomes of a call. Start at
 * {@link dev.crosspoint.gateway.fraud.ArrivalWatch}.
 */
@NullMarked
package dev.crosspoint.gateway.fraud;

import org.jspecify.annotations.NullMarked;
