package dev.crosspoint.gateway.proof;

/**
 * One thing that was looked at.
 *
 * @param what a file, an object, or what could not be looked at
 * @param recording whose it is, or whose it should be; empty when nobody knows
 * @param detail for people, may be empty
 */
public record Finding(String what, String recording, Result result, String detail) {}
