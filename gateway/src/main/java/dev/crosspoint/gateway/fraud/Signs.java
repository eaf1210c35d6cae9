package dev.crosspoint.gateway.fraud;

/**
 * What speaks against a contact.
 *
 * @param fromNumber arrivals from its number within the window, itself among them; 0 for a withheld
 *     number
 * @param fromAddress arrivals from its network address; 0 for an unknown one
 * @param denied whether its number or address is denied
 */
public record Signs(int fromNumber, int fromAddress, boolean denied) {}
