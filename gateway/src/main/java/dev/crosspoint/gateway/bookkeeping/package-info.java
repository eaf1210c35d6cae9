/**
 * What is written down of calls: contact records, made of the states that call control goes through
 * and of what media reports. Pure: no clock, thread or I/O; knows nothing of journals and
 * databases. Start at {@link dev.crosspoint.gateway.bookkeeping.ContactBook}.
 */
@NullMarked
package dev.crosspoint.gateway.bookkeeping;

import org.jspecify.annotations.NullMarked;
