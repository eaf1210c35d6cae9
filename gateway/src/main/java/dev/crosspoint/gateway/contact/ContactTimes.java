package dev.crosspoint.gateway.contact;

import org.jspecify.annotations.Nullable;

/**
 * When what happened to a contact: ms since 1970, null for what has not happened.
 *
 * @param initiatedMs a customer called, an agent dialled, or it was passed on
 * @param queuedMs it was last put into a queue
 * @param connectedMs agent and customer were connected
 * @param endedMs the last of them left
 * @param holds how often the customer was put on hold
 * @param holdMs how long all together, ms
 * @param longestHoldMs the longest of them, ms
 * @param afterWorkMs how long the agent worked after it, ms
 */
public record ContactTimes(
        long initiatedMs,
        @Nullable Long queuedMs,
        @Nullable Long connectedMs,
        @Nullable Long endedMs,
        int holds,
        long holdMs,
        long longestHoldMs,
        long afterWorkMs) {

    /**
     * Talk, hold and work after it (Amazon Connect's handle time), ms; 0 when no agent was
     * connected, and what is known so far while it goes on.
     */
    public long handleMs(long nowMs) {
        if (connectedMs == null) {
            return 0;
        }
        long until = endedMs == null ? nowMs : endedMs;
        return until - connectedMs + afterWorkMs;
    }
}
