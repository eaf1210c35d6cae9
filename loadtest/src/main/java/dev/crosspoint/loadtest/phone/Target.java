package dev.crosspoint.loadtest.phone;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The gateway that is called and signed in to, and as whom.
 *
 * @param host name or address
 * @param httpsPort of pages, API and WebSockets
 * @param sipPort of the transport that telephones use
 * @param number the number that customers call
 * @param agents user name of an agent, with {@code %d} for its number from 1
 * @param password of every agent
 */
public record Target(
        String host, int httpsPort, int sipPort, String number, String agents, String password) {

    /** The user name of an agent, from 1. */
    public String agent(int number) {
        return agents.formatted(number);
    }

    @Override
    public String toString() {
        return "Target[" + host + ":" + httpsPort + "]";
    }

    /** The address of this machine that the gateway sees. */
    InetAddress localAddress() throws IOException {
        try (var probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(host, httpsPort));
            return probe.getLocalAddress();
        }
    }
}
