/**
 * An agent's half of the agent protocol: what its events make of the desk, and JSON-RPC texts.
 * Pure. Open {@link dev.crosspoint.loadtest.desk.Desk} first.
 */
@NullMarked
package dev.crosspoint.loadtest.desk;

import org.jspecify.annotations.NullMarked;
