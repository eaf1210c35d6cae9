package dev.crosspoint.gateway.people;

/**
 * Is told of sign-ins for which an OpenID provider vouches, to ask it later whether it still does.
 */
@FunctionalInterface
public interface VouchedSignIns {
    /** Where nobody vouches for anybody. */
    VouchedSignIns NONE = (_, _, _) -> {};

    /** One has begun. */
    void began(String token, Person person, Vouched by);
}
