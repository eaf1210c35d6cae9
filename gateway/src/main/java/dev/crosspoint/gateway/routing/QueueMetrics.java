package dev.crosspoint.gateway.routing;

/**
 * A queue at one moment.
 *
 * @param waiting contacts in it
 * @param oldestNanos how long the one that arrived first has waited, ns; 0 when nobody waits
 * @param available agents who serve it and could take a contact now
 * @param staffed agents who serve it and are available, busy or at after-contact work
 * @param online agents who serve it, are signed in and not offline
 */
public record QueueMetrics(int waiting, long oldestNanos, int available, int staffed, int online) {}
