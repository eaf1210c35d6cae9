package dev.crosspoint.signaling.api;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Whose the SIP phones of agents are, and what they have to prove. May be asked on any thread. */
public interface PhoneDirectory {

    /** What is known of somebody who wants to register. */
    sealed interface Claim {}

    /**
     * An agent who may.
     *
     * @param secret what the digest is made with
     * @param stamp another one whenever what is registered by the old secret has to go
     */
    record Account(Tenant tenant, String agentId, Private secret, long stamp) implements Claim {}

    /** Nobody who may. */
    record Nobody() implements Claim {}

    /**
     * Too many attempts of that name, or from there.
     *
     * @param seconds until there is another
     */
    record TooMany(long seconds) implements Claim {}

    /** It cannot be found out now. */
    record Unavailable() implements Claim {}

    /**
     * Somebody wants to register, which is an attempt until it is {@link #judged}.
     *
     * @param host what the client calls us, with or without a port
     * @param user user part of the address of record
     */
    Future<Claim> claim(@Nullable String host, Private user, RequestSource from);

    /**
     * What came of an attempt.
     *
     * @param right whether the secret was known
     * @param first whether its phone was not registered by that socket
     */
    void judged(Account who, boolean right, boolean first, RequestSource from);

    /**
     * Whether a phone that is registered by that account may stay so from there. It has proved
     * itself: that is no attempt, and others' attempts at its name are nothing to it. Never blocks.
     */
    boolean mayStay(Account who, RequestSource from);

    /** Whether what was registered by that account still may be. Never blocks. */
    boolean stands(Account who);
}
