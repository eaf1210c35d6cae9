/**
 * The demo customer of {@code mvn -Prun}: a SIP phone with a voice, which calls in through the real
 * trunk port and answers whatever is dialled. It is a peer like any other, over TLS and SRTP; the
 * rest of the gateway knows only that it can be asked to call, and that it says how loud it hears
 * the agent. Start at {@link dev.crosspoint.gateway.demo.DemoCustomer}.
 */
@NullMarked
package dev.crosspoint.gateway.demo;

import org.jspecify.annotations.NullMarked;
