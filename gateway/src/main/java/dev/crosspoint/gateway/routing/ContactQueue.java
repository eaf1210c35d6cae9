package dev.crosspoint.gateway.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Contacts that wait for an agent, in order. A contact is in it once or not at all. */
public final class ContactQueue {
    private final int capacity;
    private final Deque<String> waiting = new ArrayDeque<>();

    /** An empty queue for that many new arrivals. */
    public ContactQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a new arrival behind the others; false, and nothing changes, when the queue is full. */
    public boolean join(String contactId) {
        return waiting.size() < capacity && waiting.offerLast(contactId);
    }

    /** Puts a contact that had its turn back before all others, whatever the capacity. */
    public void rejoin(String contactId) {
        waiting.addFirst(contactId);
    }

    /** Whose turn it is. */
    public Optional<String> first() {
        return Optional.ofNullable(waiting.peekFirst());
    }

    /** Takes a contact out, wherever it stands; false when it is not in the queue. */
    public boolean leave(String contactId) {
        return waiting.remove(contactId);
    }

    /** How many wait. */
    public int size() {
        return waiting.size();
    }
}
